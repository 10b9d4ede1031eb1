//go:build !race

package desk

const under = 1
