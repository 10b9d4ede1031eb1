package attache

// Limits are what one message of a channel holds. 0 is no limit.
type Limits struct {
	Text    int // code points of text that fit whatever they are
	Markup  int // bytes that links and styles may take beside the text
	Command int // bytes of a button's command
	Hint    int // code points shown over the chat when a button was pressed
}

// HoldsText tells whether so many code points of text, with so many bytes of
// links and styles, fit into one message.
func (l Limits) HoldsText(text, markup int) bool {
	return (l.Text == 0 || text <= l.Text) && (l.Markup == 0 || markup <= l.Markup)
}

// HoldsCommand tells whether a button can have a command.
func (l Limits) HoldsCommand(command string) bool { return l.Command == 0 || len(command) <= l.Command }

// HoldsHint tells whether a text of so many code points can be shown over the chat.
func (l Limits) HoldsHint(n int) bool { return l.Hint == 0 || n <= l.Hint }
