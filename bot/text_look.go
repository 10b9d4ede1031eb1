package bot

// How digests look.
const (
	textLengthLine      key = "length-line"
	textLengthHow       key = "length-how"
	textButtonHeadlines key = "button-headlines"
	textButtonShort     key = "button-short"
	textButtonFull      key = "button-full"
	textButtonShowNow   key = "button-show-now"

	textPreviewHow        key = "preview-how"
	textPreviewLine       key = "preview-line"
	textButtonLinkPreview key = "button-link-preview"
	textOn                key = "on"
	textOff               key = "off"

	textFooterHow      key = "footer-how"
	textFooterLine     key = "footer-line"
	textHashtagsHow    key = "hashtags-how"
	textHashtagsLine   key = "hashtags-line"
	textButtonHashtags key = "button-hashtags"
)
