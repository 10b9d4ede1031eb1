package main

import (
	"strconv"
	"strings"

	"attache"
)

// The commands that answer in the terminal what the bot answers in a chat.

type latestCommand struct {
	Number *int     `short:"n" help:"How many stories (10)."`
	Words  []string `arg:"" optional:"" help:"Only stories with these words."`
}

func (c *latestCommand) Run(s *session) error { return s.answerSome("/latest", c.Words, c.Number) }

type quotesCommand struct {
	Number *int     `short:"n" help:"How many quotes (10)."`
	Person []string `arg:"" optional:"" help:"Only what this person said; also \"rejected\", \"about WORDS\"."`
}

func (c *quotesCommand) Run(s *session) error { return s.answerSome("/quotes", c.Person, c.Number) }

type trackCommand struct {
	Words []string `arg:"" optional:"" help:"The negotiation with these words; without any, all of them."`
}

func (c *trackCommand) Run(s *session) error { return s.answer("/track", c.Words, 0) }

type digestCommand struct{}

func (c *digestCommand) Run(s *session) error { return s.answer("/digest", nil, 0) }

type whyCommand struct {
	Words []string `arg:"" optional:"" help:"Stories with these words; without any, those of the last day's digest."`
}

func (c *whyCommand) Run(s *session) error { return s.answer("/why", c.Words, 0) }

// How many stories or quotes one answer shows, and at most.
const (
	usualAnswers = 10
	mostAnswers  = 20
)

// answerSome asks for so many; nil: as many as the last word says, as in a chat,
// or as usual.
func (s *session) answerSome(command string, words []string, number *int) error {
	switch {
	case number != nil && (*number < 1 || *number > mostAnswers):
		return usage("-n %d is out of range; write a number from 1 to %d", *number, mostAnswers)
	case number != nil:
		return s.answer(command, words, *number)
	case len(words) > 0 && isCount(words[len(words)-1]):
		return s.answer(command, words, 0)
	}
	return s.answer(command, words, usualAnswers)
}

// isCount tells whether a word says how many.
func isCount(word string) bool {
	n, err := strconv.Atoi(word)
	return err == nil && n >= 1 && n <= mostAnswers
}

// answer asks the bot, without a channel, and prints what it says.
func (s *session) answer(command string, words []string, number int) error {
	h, err := s.openExisting()
	if err != nil {
		return err
	}
	defer h.close()
	b, err := h.bot()
	if err != nil {
		return err
	}
	for _, word := range words {
		if word = strings.ReplaceAll(word, `"`, ""); strings.ContainsAny(word, " \t") {
			word = `"` + word + `"`
		}
		command += " " + word
	}
	if number > 0 {
		command += " " + strconv.Itoa(number)
	}
	chat := attache.Chat{Kind: attache.Private, TimeZone: h.config.Digest.TimeZone}
	doc, err := b.Answer(s.ctx, chat, command)
	if err != nil {
		return err
	}
	return newTerminal(s.env.out).print(doc)
}
