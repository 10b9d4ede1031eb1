package clean

import (
	"regexp"
	"strings"
)

var (
	styleURL   = regexp.MustCompile(`url\s*\(\s*[^\s)]+?\s*\)\s*`)
	styleChars = regexp.MustCompile(`^([-:,;#%.\sa-zA-Z0-9!]|'[\s\w]+'|"[\s\w]+"|\([\d,\s]+\))*$`)
	styleRule  = regexp.MustCompile(`^[-\w]+\s*:\s*[^:;]*$`)
	styleValue = regexp.MustCompile(`^(#[0-9a-fA-F]+|rgb\(\d+%?,\d*%?,?\d*%?\)?|\d{0,2}\.?\d{0,2}(cm|em|ex|in|mm|pc|pt|px|%|,|\))?)$`)
)

// style keeps the declarations of a style attribute that only change how its
// own element looks.
func style(s string) string {
	s = styleURL.ReplaceAllString(s, " ")
	if len(s) > 4096 || !styleChars.MatchString(s) {
		return ""
	}
	var kept []string
	for rule := range strings.SplitSeq(s, ";") {
		if rule = strings.TrimLeft(rule, " \t\r\n"); strings.TrimSpace(rule) == "" {
			continue
		}
		if !styleRule.MatchString(rule) {
			return ""
		}
		name, value, _ := strings.Cut(rule, ":")
		name, value = strings.TrimSpace(name), strings.TrimLeft(value, " \t\r\n")
		if value != "" && styleKept(strings.ToLower(name), value) {
			kept = append(kept, name+": "+value+";")
		}
	}
	return strings.Join(kept, " ")
}

func styleKept(name, value string) bool {
	if properties[name] {
		return true
	}
	family, _, _ := strings.Cut(name, "-")
	switch family {
	case "background", "border", "margin", "padding":
	default:
		return false
	}
	for word := range strings.FieldsSeq(value) {
		if !keywords[word] && !styleValue.MatchString(word) {
			return false
		}
	}
	return true
}
