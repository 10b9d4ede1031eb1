package simulator

import "encoding/json"

// The Bot API's objects, with the fields the simulator speaks. Times are Unix
// seconds, offsets and lengths of entities count UTF-16 units.

// User is a person or a bot.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// The kinds of chats.
const (
	Private    = "private"
	Group      = "group"
	Supergroup = "supergroup"
	Channel    = "channel"
)

// Chat is a conversation. Private chats have positive ids, groups negative
// ones, supergroups and channels ids below -1000000000000.
type Chat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	IsForum   bool   `json:"is_forum,omitempty"`
}

// Name is what people call the chat.
func (c Chat) Name() string {
	if c.Title != "" {
		return c.Title
	}
	if c.LastName != "" {
		return c.FirstName + " " + c.LastName
	}
	return c.FirstName
}

// Entity is a styled or linked stretch of a message's text.
type Entity struct {
	Type           string `json:"type"`
	Offset         int    `json:"offset"`
	Length         int    `json:"length"`
	URL            string `json:"url,omitempty"`
	User           *User  `json:"user,omitempty"`
	Language       string `json:"language,omitempty"`
	CustomEmojiID  string `json:"custom_emoji_id,omitempty"`
	UnixTime       int64  `json:"unix_time,omitempty"`
	DateTimeFormat string `json:"date_time_format,omitempty"`
}

func (e Entity) end() int { return e.Offset + e.Length }

// LinkPreview is how a message shows the page it links to.
type LinkPreview struct {
	IsDisabled       bool   `json:"is_disabled,omitempty"`
	URL              string `json:"url,omitempty"`
	PreferSmallMedia bool   `json:"prefer_small_media,omitempty"`
	PreferLargeMedia bool   `json:"prefer_large_media,omitempty"`
	ShowAboveText    bool   `json:"show_above_text,omitempty"`
}

// Button is one button of an inline keyboard.
type Button struct {
	Text         string          `json:"text"`
	Style        string          `json:"style,omitempty"`
	URL          string          `json:"url,omitempty"`
	CallbackData string          `json:"callback_data,omitempty"`
	SwitchInline *string         `json:"switch_inline_query,omitempty"`
	SwitchHere   *string         `json:"switch_inline_query_current_chat,omitempty"`
	CopyText     json.RawMessage `json:"copy_text,omitempty"`
	WebApp       json.RawMessage `json:"web_app,omitempty"`
	LoginURL     json.RawMessage `json:"login_url,omitempty"`
	SwitchChosen json.RawMessage `json:"switch_inline_query_chosen_chat,omitempty"`
	Pay          bool            `json:"pay,omitempty"`
}

// Keyboard is the buttons below a message.
type Keyboard struct {
	Rows [][]Button `json:"inline_keyboard"`
}

// Message is one message of a chat.
type Message struct {
	ID              int64        `json:"message_id"`
	ThreadID        int64        `json:"message_thread_id,omitempty"`
	IsTopic         bool         `json:"is_topic_message,omitempty"`
	From            *User        `json:"from,omitempty"`
	SenderChat      *Chat        `json:"sender_chat,omitempty"`
	Date            int64        `json:"date"`
	Chat            Chat         `json:"chat"`
	ReplyTo         *Message     `json:"reply_to_message,omitempty"`
	EditDate        int64        `json:"edit_date,omitempty"`
	Protected       bool         `json:"has_protected_content,omitempty"`
	Text            string       `json:"text,omitempty"`
	Entities        []Entity     `json:"entities,omitempty"`
	LinkPreview     *LinkPreview `json:"link_preview_options,omitempty"`
	Photo           []FileSize   `json:"photo,omitempty"`
	Document        *FileSize    `json:"document,omitempty"`
	Caption         string       `json:"caption,omitempty"`
	CaptionEntities []Entity     `json:"caption_entities,omitempty"`
	ReplyMarkup     *Keyboard    `json:"reply_markup,omitempty"`
	MigrateTo       int64        `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom     int64        `json:"migrate_from_chat_id,omitempty"`
}

// FileSize is an uploaded file, or one size of a picture.
type FileSize struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Name     string `json:"file_name,omitempty"`
	Width    int    `json:"width,omitempty"`
	Height   int    `json:"height,omitempty"`
	Size     int64  `json:"file_size,omitempty"`
}

// Query is a pressed button that waits for its answer.
type Query struct {
	ID           string   `json:"id"`
	From         User     `json:"from"`
	Message      *Message `json:"message,omitempty"`
	ChatInstance string   `json:"chat_instance"`
	Data         string   `json:"data,omitempty"`
}

// Member is someone's place in a chat.
type Member struct {
	Status string `json:"status"` // creator, administrator, member, restricted, left, kicked
	User   User   `json:"user"`
}

// MemberUpdate is a change of someone's place in a chat.
type MemberUpdate struct {
	Chat Chat   `json:"chat"`
	From User   `json:"from"`
	Date int64  `json:"date"`
	Old  Member `json:"old_chat_member"`
	New  Member `json:"new_chat_member"`
}

// InlineQuery is what someone types after the bot's name in any chat.
type InlineQuery struct {
	ID       string `json:"id"`
	From     User   `json:"from"`
	Query    string `json:"query"`
	Offset   string `json:"offset"`
	ChatType string `json:"chat_type,omitempty"`
}

// Update is one thing that happened; exactly one of its fields is set.
type Update struct {
	ID            int64         `json:"update_id"`
	Message       *Message      `json:"message,omitempty"`
	EditedMessage *Message      `json:"edited_message,omitempty"`
	ChannelPost   *Message      `json:"channel_post,omitempty"`
	InlineQuery   *InlineQuery  `json:"inline_query,omitempty"`
	CallbackQuery *Query        `json:"callback_query,omitempty"`
	MyChatMember  *MemberUpdate `json:"my_chat_member,omitempty"`
	ChatMember    *MemberUpdate `json:"chat_member,omitempty"`
}

// Command is a row of the bot's command menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}
