// Package clean makes foreign HTML safe and readable: HTML keeps the harmless
// part of a fragment, Text gives its words in paragraphs, and Tails drops what
// outlets append to a text without being part of it.
package clean
