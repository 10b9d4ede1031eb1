package simulator

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxText = 4096    // code points, after the markup is parsed
	maxRaw  = 1 << 15 // bytes, before
)

// body is a message's text as it was accepted.
type body struct {
	text     string
	entities []Entity
	preview  *LinkPreview
}

// readBody takes text, parse_mode or entities, and link_preview_options.
func (c *call) readBody() (body, error) {
	raw := c.text("text")
	if raw == "" {
		return body{}, errEmptyText
	}
	b, err := c.readText(raw, "entities", maxText)
	if err != nil {
		return body{}, err
	}
	var preview LinkPreview
	given, err := c.object("link_preview_options", "link preview options", &preview)
	if err != nil {
		return body{}, err
	}
	if given {
		b.preview = &preview
	}
	return b, nil
}

// readText parses and cleans a text and holds it to its limits.
func (c *call) readText(raw, entitiesName string, most int) (body, error) {
	if len(raw) > maxRaw {
		return body{}, badRequest("text is too long")
	}
	if !utf8.ValidString(raw) {
		return body{}, badRequest("strings must be encoded in UTF-8")
	}
	text, entities, err := c.markup(raw, entitiesName)
	if err != nil {
		return body{}, err
	}
	text, entities = cleanText(text, fixEntities(entities))
	if allBlank(text) {
		return body{}, errBlankText
	}
	if utf8.RuneCountInString(text) > most {
		return body{}, errTooLong
	}
	entities, err = limitEntities(fixEntities(entities))
	if err != nil {
		return body{}, err
	}
	return body{text: text, entities: findEntities(text, entities)}, nil
}

func (c *call) markup(raw, entitiesName string) (string, []Entity, error) {
	switch strings.ToLower(c.text("parse_mode")) {
	case "html":
		text, entities, err := parseHTML(raw)
		if err != nil {
			return "", nil, badRequest("can't parse entities: %s", err)
		}
		return text, entities, nil
	case "", "none":
		entities, err := c.givenEntities(entitiesName, raw)
		return raw, entities, err
	case "markdown", "markdownv2":
		return "", nil, badRequest("the simulator reads parse_mode HTML only")
	default:
		return "", nil, badRequest("unsupported parse_mode")
	}
}

// givenEntities reads entities that came beside a plain text.
func (c *call) givenEntities(name, text string) ([]Entity, error) {
	var given []Entity
	if _, err := c.object(name, "entities", &given); err != nil {
		return nil, badRequest("can't parse entities: Array of MessageEntity expected")
	}
	starts := charStarts(text)
	kept := make([]Entity, 0, len(given))
	for _, e := range given {
		_, known := priority[e.Type]
		if found(e.Type) || known && e.Length == 0 {
			continue // the server finds the former by itself
		}
		if !known {
			return nil, badRequest("can't parse MessageEntity: Unsupported type specified")
		}
		if err := checkSpan(e, starts); err != nil {
			return nil, err
		}
		if e.Type == "text_link" {
			if address, err := e.URL, linkEntity(&e, e.URL); err != nil {
				return nil, badRequest("entity URL '%s' is invalid: %s", address, err)
			}
		}
		kept = append(kept, e)
	}
	return kept, nil
}

// charStarts says of every UTF-16 offset of a text, its end included, whether
// a character begins there.
func charStarts(text string) []bool {
	starts := make([]bool, 0, len(text)+1)
	for _, char := range text {
		starts = append(starts, true)
		if char > 0xffff {
			starts = append(starts, false)
		}
	}
	return append(starts, true)
}

func checkSpan(e Entity, starts []bool) error {
	const most = 1_000_000
	switch units := len(starts) - 1; {
	case e.Offset < 0 || e.Offset > most:
		return badRequest("receive an entity with incorrect offset %d", e.Offset)
	case e.Length < 0 || e.Length > most:
		return badRequest("receive an entity with incorrect length %d", e.Length)
	case e.Offset >= units:
		return badRequest("entity begins after the end of the text at UTF-16 offset %d", e.Offset)
	case e.end() > units:
		return badRequest("entity beginning at UTF-16 offset %d ends after the end of the text at UTF-16 offset %d", e.Offset, e.end())
	case !starts[e.Offset]:
		return badRequest("entity begins in a middle of a UTF-16 symbol at UTF-16 offset %d", e.Offset)
	case !starts[e.end()]:
		return badRequest("entity beginning at UTF-16 offset %d ends in a middle of a UTF-16 symbol at UTF-16 offset %d", e.Offset, e.end())
	}
	return nil
}

// sendMessage accepts a message into a chat.
func (s *Server) sendMessage(c *call) (any, error) {
	b, err := c.readBody()
	if err != nil {
		return nil, err
	}
	markup, err := c.readMarkup(false)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, m, err := s.prepare(c)
	if err != nil {
		return nil, err
	}
	m.Text, m.Entities, m.LinkPreview, m.ReplyMarkup = b.text, b.entities, b.preview, markup.inline
	s.accept(c, r, m, markup)
	return m.copy(), nil
}

// prepare checks that the bot may write to the chat and makes the message.
func (s *Server) prepare(c *call) (*room, *Message, error) {
	r, err := s.chatOf(c)
	if err != nil {
		return nil, nil, err
	}
	if err := r.refusal(); err != nil {
		return nil, nil, err
	}
	thread, err := r.thread(c)
	if err != nil {
		return nil, nil, err
	}
	answered, err := r.repliedTo(c)
	if err != nil {
		return nil, nil, err
	}
	if err := s.take(r); err != nil {
		return nil, nil, err
	}
	m := s.newMessage(r, &s.bot)
	m.ThreadID, m.IsTopic = thread, thread != 0 && r.IsForum
	m.ReplyTo, m.Protected = answered, c.flag("protect_content")
	return r, m, nil
}

func (s *Server) accept(c *call, r *room, m *Message, markup replyMarkup) {
	s.keep(r, m)
	s.record(c, m, markup.raw)
}

// thread is the topic the call names. A chat without topics passes over it,
// as an ordinary thread; a forum must have it, open.
func (r *room) thread(c *call) (int64, error) {
	id := c.number("message_thread_id", 0, 0, 1<<62)
	if id == 0 || !r.IsForum {
		if id != 0 && r.Type != Supergroup {
			return 0, errNoThread
		}
		return id, nil
	}
	open, exists := r.topics[id]
	switch {
	case !exists:
		return 0, errNoThread
	case !open:
		return 0, badRequest("TOPIC_CLOSED")
	}
	return id, nil
}

func (r *room) repliedTo(c *call) (*Message, error) {
	var reply struct {
		MessageID int64 `json:"message_id"`
		Anyway    bool  `json:"allow_sending_without_reply"`
	}
	given, err := c.object("reply_parameters", "reply parameters", &reply)
	if err != nil || !given {
		return nil, err
	}
	m := r.find(reply.MessageID)
	if m == nil {
		if reply.Anyway {
			return nil, nil //nolint:nilnil // no message, and that is fine
		}
		return nil, badRequest("message to be replied not found")
	}
	twin := m.copy()
	twin.ReplyTo = nil
	return twin, nil
}

// edited finds the bot's message that a call wants to change.
func (s *Server) edited(c *call) (*room, *Message, error) {
	if c.text("inline_message_id") != "" {
		return nil, nil, badRequest("MESSAGE_ID_INVALID")
	}
	r, err := s.chatOf(c)
	if err != nil {
		return nil, nil, err
	}
	if c.text("message_id") == "" {
		return nil, nil, badRequest("message identifier is not specified")
	}
	m := r.find(c.number("message_id", 0, 0, 1<<62))
	switch {
	case m == nil:
		return nil, nil, badRequest("message to edit not found")
	case m.From != nil && m.From.ID != s.bot.ID:
		return nil, nil, badRequest("message can't be edited")
	}
	return r, m, r.refusal()
}

func (s *Server) editMessageText(c *call) (any, error) {
	b, err := c.readBody()
	if err != nil {
		return nil, err
	}
	markup, err := c.readMarkup(true)
	if err != nil {
		return nil, err
	}
	return s.edit(c, markup, func(m *Message) error {
		if m.Text == "" {
			return badRequest("there is no text in the message to edit")
		}
		m.Text, m.Entities, m.LinkPreview, m.ReplyMarkup = b.text, b.entities, b.preview, markup.inline
		return nil
	})
}

func (s *Server) editMessageReplyMarkup(c *call) (any, error) {
	markup, err := c.readMarkup(true)
	if err != nil {
		return nil, err
	}
	return s.edit(c, markup, func(m *Message) error {
		m.ReplyMarkup = markup.inline
		return nil
	})
}

// edit puts a changed message in the place of the old one, unless nothing
// changed.
func (s *Server) edit(c *call, markup replyMarkup, change func(*Message) error) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, old, err := s.edited(c)
	if err != nil {
		return nil, err
	}
	m := old.copy()
	if err := change(m); err != nil {
		return nil, err
	}
	if reflect.DeepEqual(m, old) {
		return nil, errNotModified
	}
	if err := s.take(r); err != nil {
		return nil, err
	}
	m.EditDate = s.now().Unix()
	*old = *m
	s.publish(event{Kind: "edit", Chat: s.summary(r), Message: s.pageMessage(m)})
	s.record(c, m, markup.raw)
	return m.copy(), nil
}

func (s *Server) deleteMessage(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.chatOf(c)
	if err != nil {
		return nil, err
	}
	if !s.remove(r, c.number("message_id", 0, 0, 1<<62)) {
		return nil, badRequest("message to delete not found")
	}
	s.note(c, r, c.number("message_id", 0, 0, 1<<62))
	return true, nil
}

func (s *Server) deleteMessages(c *call) (any, error) {
	var ids []int64
	given, err := c.object("message_ids", "message identifiers", &ids)
	switch {
	case err != nil:
		return nil, err
	case !given || len(ids) == 0:
		return nil, badRequest("message identifiers are not specified")
	case len(ids) > 100:
		return nil, badRequest("too many message identifiers specified")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.chatOf(c)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if s.remove(r, id) { // those that are not there are passed over
			s.note(c, r, id)
		}
	}
	return true, nil
}

func (s *Server) remove(r *room, id int64) bool {
	m := r.find(id)
	if m == nil {
		return false
	}
	r.messages = slices.DeleteFunc(r.messages, func(have *Message) bool { return have == m })
	s.publish(event{Kind: "delete", Chat: s.summary(r), Deleted: id})
	return true
}

func (s *Server) sendChatAction(c *call) (any, error) {
	action := c.text("action")
	if !contains(words("typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location record_video_note upload_video_note"), action) {
		return nil, badRequest("wrong parameter action in request")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.chatOf(c)
	if err != nil {
		return nil, err
	}
	if err := r.refusal(); err != nil {
		return nil, err
	}
	s.publish(event{Kind: "action", Chat: s.summary(r), Action: action})
	return true, nil
}

const maxAnswer = 200 // code points of the answer to a pressed button

func (s *Server) answerCallbackQuery(c *call) (any, error) {
	if utf8.RuneCountInString(c.text("text")) > maxAnswer {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id := c.text("callback_query_id")
	q, waits := s.queries[id]
	if !waits || s.now().Unix()-q.asked > queryLife {
		return nil, errOldQuery
	}
	delete(s.queries, id)
	s.publish(event{Kind: "answer", Query: id, Text: c.text("text"), Alert: c.flag("show_alert")})
	s.journal.add(Entry{
		Method: c.method, Chat: q.chatID, MessageID: q.Message.ID, Query: id, Text: c.text("text"),
		Time: s.now().UTC(), Ignored: c.ignored,
	})
	return true, nil
}

// replyMarkup is what reply_markup said: buttons below the message, or
// something about the keyboard, which is only kept in the journal.
type replyMarkup struct {
	inline *Keyboard
	raw    json.RawMessage
}

func atoi(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}
