package simulator_test

import (
	"errors"
	"testing"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"attache/bot/telegram/simulator"
)

// The library that bots speak with finds here what it finds at Telegram.
func TestTheBotLibraryTalksToIt(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	bot, err := tgbotapi.NewBotAPIWithClient(w.Token(), w.http.URL+"/bot%s/%s", w.http.Client())
	if err != nil {
		t.Fatal(err)
	}
	if bot.Self.UserName != w.Bot().Username || !bot.Self.IsBot {
		t.Errorf("getMe: %+v", bot.Self)
	}
	if _, err := bot.Request(tgbotapi.NewSetMyCommands(tgbotapi.BotCommand{Command: "latest", Description: "The newest"})); err != nil {
		t.Errorf("setMyCommands: %v", err)
	}
	_, _ = w.Say(501, ada, "/latest 3")
	updates, err := bot.GetUpdates(tgbotapi.UpdateConfig{Limit: 10, AllowedUpdates: []string{"message", "callback_query"}})
	if err != nil || len(updates) != 1 || updates[0].Message.Command() != "latest" || updates[0].Message.CommandArguments() != "3" {
		t.Fatalf("getUpdates: %+v, %v", updates, err)
	}
	message := tgbotapi.NewMessage(501, "<b>Hello</b> & more")
	message.ParseMode = tgbotapi.ModeHTML
	message.ReplyMarkup = tgbotapi.NewInlineKeyboardMarkup(tgbotapi.NewInlineKeyboardRow(tgbotapi.NewInlineKeyboardButtonData("More",
		"/latest 10")))
	sent, err := bot.Send(message)
	if err != nil || sent.Text != "Hello & more" || len(sent.Entities) != 1 || sent.ReplyMarkup == nil {
		t.Fatalf("sendMessage: %+v, %v", sent, err)
	}
	if _, err := w.Press(501, int64(sent.MessageID), ada, "/latest 10"); err != nil {
		t.Fatal(err)
	}
	updates, err = bot.GetUpdates(tgbotapi.UpdateConfig{Offset: updates[0].UpdateID + 1})
	if err != nil || len(updates) != 1 || updates[0].CallbackQuery.Data != "/latest 10" {
		t.Fatalf("the press: %+v, %v", updates, err)
	}
	if _, err := bot.Request(tgbotapi.NewCallback(updates[0].CallbackQuery.ID, "")); err != nil {
		t.Errorf("answerCallbackQuery: %v", err)
	}
	w.Inject(simulator.Fault{RetryAfter: 3})
	var refusal *tgbotapi.Error
	if _, err := bot.Send(message); !errors.As(err, &refusal) || refusal.Code != 429 || refusal.RetryAfter != 3 {
		t.Errorf("a refused send: %v", err)
	}
	member, err := bot.GetChatMember(tgbotapi.GetChatMemberConfig{ChatConfigWithUser: tgbotapi.ChatConfigWithUser{ChatID: 501, UserID: 501}})
	if err != nil || member.Status != "member" {
		t.Errorf("getChatMember: %+v, %v", member, err)
	}
}
