//go:build !race

package quote

const under = 1
