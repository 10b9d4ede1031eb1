package simulator_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"

	"attache/bot/telegram/simulator"
)

// A test puts the server behind loopback HTTP, plays the people and reads
// what the bot did from the journal.
func Example() {
	telegram := simulator.New(simulator.Options{})
	api := httptest.NewServer(telegram)
	defer api.Close()
	reader := simulator.User{ID: 1, FirstName: "Ilse"}
	telegram.AddChat(simulator.Chat{ID: reader.ID, Type: simulator.Private, FirstName: "Ilse"})

	// The reader writes, the bot (here: one request) answers.
	_, _ = telegram.Say(reader.ID, reader, "/latest")
	answer := url.Values{"chat_id": {"1"}, "parse_mode": {"HTML"}, "text": {"<b>Latest</b>: nothing new"}}
	req, _ := http.NewRequestWithContext(context.Background(), http.MethodPost,
		api.URL+"/bot"+telegram.Token()+"/sendMessage?"+answer.Encode(), http.NoBody)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = resp.Body.Close()

	for _, sent := range telegram.Journal() {
		fmt.Println(sent.Chat, sent.Text, sent.Entities[0].Type)
	}
	// Output: 1 Latest: nothing new bold
}
