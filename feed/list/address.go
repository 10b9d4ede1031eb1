// Package list reads pages that list dated entries, as ministries publish their
// press releases, and public channels of Telegram: the tree of a page goes in,
// entries with title, link and date come out.
package list

import (
	"net/url"
	"strings"
)

// Address is where a source is read that is named by an address for people: a
// public Telegram channel by its preview page. Others stay as they are.
func Address(link string) string {
	u, err := url.Parse(link)
	if err != nil || !isTelegram(u.Hostname()) {
		return link
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if parts[0] == "s" {
		parts = parts[1:]
	}
	if len(parts) == 0 || parts[0] == "" || strings.HasPrefix(parts[0], "+") || parts[0] == "joinchat" || parts[0] == "c" {
		return link // a private chat, or none
	}
	return "https://t.me/s/" + parts[0]
}

func isTelegram(host string) bool {
	host = strings.TrimPrefix(strings.ToLower(host), "www.")
	return host == "t.me" || host == "telegram.me" || host == "telegram.dog"
}
