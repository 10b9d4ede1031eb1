package bot

// How digests look.
const (
	textLengthLine      key = "length-line"
	textLengthHow       key = "length-how"
	textButtonHeadlines key = "button-headlines"
	textButtonShort     key = "button-short"
	textButtonFull      key = "button-full"
	textButtonShowNow   key = "button-show-now"
)
