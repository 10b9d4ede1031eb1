package bot

import (
	"context"
	"slices"
	"strings"

	"attache"
)

// auto is what stands for the language of somebody's client, off its choice.
const auto = "auto"

// language shows which languages the bot speaks, or chooses one for the chat. Only the
// words of the bot change: what it tells is as it was published.
func (b *Bot) language(ctx context.Context, r request) (reply, error) {
	if r.text == "" {
		return reply{doc: b.languages(r.to, r.chat, textLanguage)}, nil
	}
	lang := languageNamed(r.text)
	if lang == "" {
		return reply{}, advise(textLanguageUnknown, tame(r.text, 40), speaks(homeLang).listed(languageList()))
	}
	if lang == auto {
		lang = ""
	}
	chat, err := b.amend(ctx, r, func(c *attache.Chat) error {
		c.Speaks = lang
		if c.State == "" {
			c.State = attache.ChatStopped
		}
		return nil
	})
	if err != nil {
		return reply{}, err
	}
	b.showMenu(ctx, chat)
	to := speaksTo(chat)
	return reply{doc: b.languages(to, chat, textLanguageNow), edit: true, hint: textSaved}, nil
}

// languages shows what is spoken, with a button for each language, in its own name.
func (b *Bot) languages(to speaker, chat attache.Chat, first key) attache.Document {
	doc := to.say(first)
	if first == textLanguage {
		doc.Blocks = append(doc.Blocks, para(to.fill(textLanguageHow)...))
	}
	var row []attache.Button
	for _, lang := range tongues().Langs() {
		row = append(row, choice(speaks(lang).text(textLanguageName), "/language "+lang, chat.Speaks == lang))
	}
	for pair := range slices.Chunk(row, 2) {
		doc.Buttons = append(doc.Buttons, pair)
	}
	doc.Buttons = append(doc.Buttons, []attache.Button{
		to.choice(textButtonAuto, "/language "+auto, chat.Speaks == ""), to.button(textButtonBack, "/settings"),
	})
	return doc
}

// languageList are the names of all languages, each in itself.
func languageList() []string {
	var names []string
	for _, lang := range tongues().Langs() {
		names = append(names, speaks(lang).text(textLanguageName))
	}
	return names
}

// languageNamed is the language that somebody names, by its code or by its name in any
// of them; auto for the client's, "" for none.
func languageNamed(text string) string {
	name := folded(strings.Trim(text, " .!"))
	switch {
	case tongues().Has(name):
		return name
	case slices.Contains([]string{auto, "off", "default", "telegram"}, name):
		return auto
	}
	for _, lang := range tongues().Langs() {
		s := speaks(lang)
		if folded(s.text(textLanguageName)) == name {
			return lang
		}
		for i, of := range s.List(string(textLanguages)) {
			if folded(of) == name {
				return languageOrder[i]
			}
		}
	}
	return ""
}

// languageOrder are the languages in the order in which textLanguages names them.
var languageOrder = []string{"en", "ru", "uk", "fr", "es", "de", "ar", "zh"}

// langName is a language for people.
func (s speaker) langName(lang string) string {
	if i := slices.Index(languageOrder, lang); i >= 0 {
		return s.List(string(textLanguages))[i]
	}
	return lang
}

func (s speaker) langNames(langs []string) []string {
	var names []string
	for _, lang := range langs {
		names = append(names, s.langName(lang))
	}
	return names
}

// menuer is a channel whose menus can be a chat's own.
type menuer interface {
	// SetChatMenu shows the commands in one chat's menus, in place of those that all
	// chats have; an empty menu brings these back.
	SetChatMenu(ctx context.Context, chatID string, menu attache.Menu) error
}

// showMenu shows a chat its menus in the language that it chose. A menu that cannot be
// shown keeps nobody from the commands.
func (b *Bot) showMenu(ctx context.Context, chat attache.Chat) {
	channel, ok := b.Channels[Scheme(chat.ID)].(menuer)
	if !ok || chat.Kind == attache.Channel {
		return
	}
	var menu attache.Menu
	if chat.Speaks != "" {
		menu = b.Menus(chat.Speaks)
	}
	if err := channel.SetChatMenu(ctx, b.Channels.outer(chat.ID), menu); err != nil {
		b.Logger.InfoContext(ctx, "a chat's menu could not be shown in its language", "chat", chat.ID, "err", err)
	}
}
