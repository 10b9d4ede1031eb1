package text

import "unicode/utf8"

// Balanced says whether every quotation mark and bracket of a text has its partner, so that
// it can be shown by itself. Apostrophes, and marks of one sign for both ends within words,
// are left aside.
func Balanced(s string) bool {
	var open []rune
	straight := 0
	last := func() rune {
		if len(open) == 0 {
			return 0
		}
		return open[len(open)-1]
	}
	for i, r := range s {
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		switch r {
		case '"':
			straight++
		case '(', '（', '「', '『', '„', '‚':
			open = append(open, r)
		case '“':
			if last() == '„' {
				open = open[:len(open)-1]
			} else {
				open = append(open, r)
			}
		case '«', '»': // either opens in some language
			if o := last(); o == '«' && r == '»' || o == '»' && r == '«' {
				open = open[:len(open)-1]
			} else {
				open = append(open, r)
			}
		case ')', '）', '」', '』', '”':
			if !closes(last(), r) {
				if r == ')' && (len(open) == 0 || last() != '(') && isListSign(before) {
					continue // "a)", "1)"
				}
				return false
			}
			open = open[:len(open)-1]
		}
	}
	for _, r := range open {
		if r != '‚' { // looks like a comma
			return false
		}
	}
	return straight%2 == 0
}

func isListSign(r rune) bool { return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' }

// closes says whether a sign closes an open one.
func closes(open, r rune) bool {
	switch r {
	case ')', '）':
		return open == '(' || open == '（'
	case '」':
		return open == '「'
	case '』':
		return open == '『'
	case '”':
		return open == '“' || open == '„'
	}
	return false
}
