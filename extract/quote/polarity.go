package quote

// The values of attache.Quote.Polarity: what the cue tells beyond that
// something was said. Empty where it tells nothing more.
const (
	Denied  = "denied"  // denied, rejected, refused, dismissed
	Agreed  = "agreed"  // agreed, confirmed, accepted, welcomed
	Warned  = "warned"  // warned, threatened
	Accused = "accused" // accused, condemned, criticized
	Urged   = "urged"   // urged, demanded, asked for
)

var polarities = []string{"", Denied, Agreed, Warned, Accused, Urged}

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
