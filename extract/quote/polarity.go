package quote

import "attache"

// polarities are the values of attache.Quote.Polarity by their index in an entry.
var polarities = []attache.Polarity{"", attache.Denied, attache.Agreed, attache.Warned, attache.Accused, attache.Urged}

// polarityIndex gives the index in polarities of a data file's key suffix.
func polarityIndex(mood string) uint8 {
	switch mood {
	case "deny":
		return 1
	case "agree":
		return 2
	case "warn":
		return 3
	case "accuse":
		return 4
	case "urge":
		return 5
	}
	return 0
}
