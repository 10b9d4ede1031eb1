package main

import (
	"errors"
	"fmt"
	"strings"

	"attache"
	"attache/bot"
	"attache/digest/slot"
	"attache/publish/facebook"
	"attache/publish/mail"
)

// publishConfig are the places that are only sent to.
type publishConfig struct {
	Facebook facebookConfig `yaml:"facebook"`
	Mail     mailConfig     `yaml:"mail"`
}

// mailConfig is a list of people who get letters; without SMTP there is none.
type mailConfig struct {
	SMTP         string   `yaml:"smtp"`          // where letters are handed over
	From         string   `yaml:"from"`          // who they are from
	PasswordFile string   `yaml:"password_file"` // a file with the sender's password; none: the server asks for none
	Bounces      string   `yaml:"bounces"`       // where reports of failed delivery come to; "" is nowhere that they are read
	Schedule     string   `yaml:"schedule"`      // "" is digest.schedule
	Follow       textList `yaml:"follow"`        // countries, bodies and words; none: everything
	List         textList `yaml:"list"`          // addresses, or a file with one a line
}

// problems of the list, where the archive is or is not configured.
func (c *mailConfig) problems(archive bool) []problem {
	if c.SMTP == "" {
		if c.From+c.PasswordFile+c.Schedule+c.Bounces == "" && len(c.Follow)+len(c.List) == 0 {
			return nil
		}
		return []problem{{
			"$.publish.mail.smtp",
			errors.New("no letter is sent without publish.mail.smtp: the server, such as mail.example.org:587"),
		}}
	}
	_, server := mail.ParseServer(c.SMTP)
	_, from := mail.New(mail.Config{From: c.From})
	list := []problem{
		{"$.publish.mail.smtp", server},
		{"$.publish.mail.from", from},
		{"$.publish.mail.bounces", checkBounces(c.Bounces)},
		{"$.publish.mail.schedule", checkSchedule(c.Schedule)},
		{"$.publish.mail.follow", checkFollow(c.Follow)},
	}
	if !archive {
		err := errors.New("letters need the archive (web.listen, web.public_url): there their readers confirm, and leave")
		list = append(list, problem{"$.publish.mail.smtp", err})
	}
	if len(c.List) == 0 {
		err := errors.New("it needs publish.mail.list as well: addresses, or a file with one a line")
		list = append(list, problem{"$.publish.mail.smtp", err})
	} else if _, err := c.addresses(); err != nil {
		list = append(list, problem{"$.publish.mail.list", err})
	}
	return list
}

// facebookConfig is a Facebook page; without Page there is none.
type facebookConfig struct {
	Page      string   `yaml:"page"`       // its number or its name
	TokenFile string   `yaml:"token_file"` // a file with the page's access token
	Schedule  string   `yaml:"schedule"`   // "" is digest.schedule
	Follow    textList `yaml:"follow"`     // countries, bodies and words; none: everything
	Limit     int      `yaml:"limit"`      // posts a day at most; 0: as many as there are editions
	APIURL    string   `yaml:"api_url"`    // another Graph API server
}

// textList is a list of texts in the configuration, or one with commas.
type textList []string

// UnmarshalYAML reads either.
func (l *textList) UnmarshalYAML(unmarshal func(any) error) error {
	var one string
	if unmarshal(&one) == nil {
		*l = nil
		for part := range strings.SplitSeq(one, ",") {
			if part = strings.TrimSpace(part); part != "" {
				*l = append(*l, part)
			}
		}
		return nil
	}
	var list []string
	if err := unmarshal(&list); err != nil {
		return err
	}
	*l = list
	return nil
}

func (l textList) filter() attache.Filter { return bot.ReadFilter(strings.Join(l, ", ")) }

func (c *facebookConfig) problems() []problem {
	if c.Page == "" {
		if c.TokenFile == "" && c.Schedule == "" && len(c.Follow) == 0 && c.APIURL == "" && c.Limit == 0 {
			return nil
		}
		return []problem{{
			"$.publish.facebook.page",
			errors.New("nothing is posted without publish.facebook.page: the page's number, or its name"),
		}}
	}
	list := []problem{
		{"$.publish.facebook.page", facebook.CheckPage(c.Page)},
		{"$.publish.facebook.schedule", checkSchedule(c.Schedule)},
		{"$.publish.facebook.follow", checkFollow(c.Follow)},
	}
	if c.TokenFile == "" {
		list = append(list, problem{
			"$.publish.facebook.page",
			errors.New("it needs publish.facebook.token_file as well: a file with the page's access token"),
		})
	}
	if c.APIURL != "" {
		list = append(list, problem{"$.publish.facebook.api_url", facebook.CheckAPIURL(c.APIURL)})
	}
	if c.Limit < 0 {
		list = append(list, problem{"$.publish.facebook.limit", fmt.Errorf("%d is no number of posts a day; 0 is no limit", c.Limit)})
	}
	return list
}

// checkBounces says what is wrong with the address that return addresses are made of.
func checkBounces(address string) error {
	if address == "" {
		return nil
	}
	plain, err := mail.CheckAddress(address)
	if err == nil && (plain != address || strings.Contains(address, "+")) {
		err = fmt.Errorf("%q is not a plain address such as bounces@example.org, to which +… can be added", address)
	}
	return err
}

func checkSchedule(schedule string) error {
	if schedule == "" {
		return nil
	}
	_, err := slot.Parse(schedule, "UTC")
	return err
}

// checkFollow says when nothing could be followed of what was written.
func checkFollow(follow textList) error {
	f := follow.filter()
	if len(follow) > 0 && len(f.Actors)+len(f.Words) == 0 && !strings.EqualFold(strings.Join(follow, ""), "everything") {
		return fmt.Errorf("%q is neither a country, a body nor a word that could be followed", strings.Join(follow, ", "))
	}
	return nil
}
