package attache

// Document is a message before a channel renders it: blocks of styled text and
// buttons. A channel that has too little room leaves out whole groups, the
// least important first; it never cuts inside markup.
type Document struct {
	Blocks  []Block
	Buttons [][]Button
	Quotes  int    // how many stand in it under somebody's name
	Silent  bool   // deliver without a sound
	ReplyTo string // the message that it answers, where others read along; "" none
	Urgency Urgency
	File    *File // comes along; nil: none
	// Preview is the address of a page that the message shows a preview of, where a
	// channel can do that; "" none.
	Preview string
	// Key is the same for documents whose blocks and buttons are the same, so that
	// they need be rendered once; "" where nobody knows.
	Key string
}

// File is something to keep, such as all that is known of a chat.
type File struct {
	Name string
	Data []byte
	// Picture has it shown, with the document's blocks as what it shows in words.
	Picture bool
}

// Urgency says who goes first where a channel's rate holds messages up.
type Urgency int

// The urgencies, the first goes first.
const (
	Answering Urgency = iota // somebody waits for it
	Alerting                 // news that broke
	Editing                  // an edition at its hour

	Urgencies = iota // how many there are
)

// Offer is something that can be sent in any chat: a document under a title.
type Offer struct {
	ID, Title, Description string
	Doc                    Document
}

// BlockKind is how a block stands in a message.
type BlockKind int

// The kinds of blocks.
const (
	Paragraph BlockKind = iota
	Heading             // the message's or a section's title
	Verbatim            // quoted words, set off from the text
	Note                // small print
)

// Block is a paragraph of a document.
type Block struct {
	Kind  BlockKind
	Spans []Inline
	Group int  // blocks of one group stand or fall together; 0: on its own
	Drop  int  // 0 stays; otherwise the highest Drop leaves first, from the end
	Tight bool // no blank line before it
	// Folded words show their beginning until somebody opens them, where a channel can
	// do that.
	Folded bool
}

// Style is how a stretch of text looks.
type Style int

// The styles of text.
const (
	Plain Style = iota
	Bold
	Italic
	Code
)

// Inline is a stretch of text in one style, a link where Href is set.
type Inline struct {
	Text  string
	Style Style
	Href  string
}

// Button is pressed instead of typing: it acts like Command, or opens URL.
type Button struct {
	Label   string
	Command string // such as "/latest 10"; as long as the channel's Limits allow
	URL     string
}

// MenuItem is a command as a channel's menu shows it.
type MenuItem struct{ Name, Description string }

// Menu is the commands that a channel's menus show, by who sees them, and what
// strangers read of the bot.
type Menu struct {
	Lang                   string     // of whose client speaks it; "": of all others
	Private, Group, Admins []MenuItem // Admins: those of groups
	About                  string     // in a line, at most 120 code points
	Description            string     // before somebody starts, at most 512
}
