package bot

import (
	"context"
	"strings"

	"attache"
)

// courtesies are what people say to a person, in eight languages, folded, and what
// a person would say to that.
var courtesies = func() map[string]key {
	m := map[string]key{}
	for reply, said := range map[key]string{
		textHello: "hello|hi|hey|hello there|hi there|good morning|good evening|good afternoon|good day|greetings|bonjour|salut|bonsoir|hallo|" +
			"guten tag|guten morgen|moin|servus|hola|buenos dias|buenas|buenas tardes|привет|здравствуйте|здравствуй|добрый день|доброе утро|" +
			"добрый вечер|привіт|вітаю|добрий день|доброго дня|مرحبا|السلام عليكم|اهلا|صباح الخير|你好|您好|嗨|👋",
		textWelcomeToIt: "thanks|thank you|thank you very much|thanks a lot|many thanks|thx|ty|cheers|merci|merci beaucoup|danke|vielen dank|" +
			"danke schon|gracias|muchas gracias|спасибо|большое спасибо|благодарю|дякую|спасибі|شكرا|شكرا جزيلا|谢谢|多谢|谢谢你|🙏|❤️|❤|👍",
		textGoodbye: "bye|goodbye|good night|see you|au revoir|tschuss|auf wiedersehen|adios|hasta luego|пока|до свидания|до " +
			"побачення|бувай|مع السلامه|再见|" +
			"ok|okay|k|fine|good|great|nice|cool|yes|no|oui|non|ja|nein|si|да|нет|так|ні|نعم|لا|好|好的|👌",
	} {
		for s := range strings.SplitSeq(said, "|") {
			m[folded(s)] = reply
		}
	}
	return m
}()

// newsAsked are what asks for the news as such, folded.
var newsAsked = listed("what's new|whats new|what is new|news|the news|any news|what's up|whats up|what is up|quoi de neuf|was gibt es " +
	"neues|was gibt's neues|" +
	"que hay de nuevo|что нового|що нового|ما الجديد|有什么新闻")

func listed(list string) map[string]bool {
	m := map[string]bool{}
	for s := range strings.SplitSeq(list, "|") {
		m[folded(s)] = true
	}
	return m
}

// courtesy answers what people say to a person.
func (b *Bot) courtesy(ctx context.Context, r request) (reply, bool, error) {
	said := folded(strings.Trim(strings.TrimSpace(r.text), "!.?,¡¿。！？؟ "))
	answer, ok := courtesies[said]
	if !ok {
		return reply{}, false, nil
	}
	doc := r.to.say(answer)
	if answer == textHello {
		blocks, err := b.exampleBlocks(ctx, r.to)
		if err != nil {
			return reply{}, true, err
		}
		doc.Blocks = append(doc.Blocks, blocks...)
		doc.Buttons = [][]attache.Button{{
			r.to.button(textButtonLatest, "/latest"), r.to.button(textButtonQuotes, "/quotes"),
			r.to.button(textButtonHelp, "/help"),
		}}
	}
	return reply{doc: doc}, true, nil
}
