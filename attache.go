// Package attache is the domain of Attaché, a self-hosted bot that follows
// diplomacy for its subscribers: what a source, an article, a quote, a story,
// an edition, a chat and a delivery are, the small interfaces of the store
// that keeps them, and the errors they share.
//
// It imports nothing of ours; every other package imports it and none of its
// siblings (cmd/attache wires them). All times are UTC. Offsets into a text
// count Unicode code points of the article's body, the end exclusive.
package attache
