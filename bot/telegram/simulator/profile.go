package simulator

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// profile is what the bot says of itself: commands by scope and language,
// texts by name and language. The server's mutex guards it.
type profile struct {
	commands map[string][]Command
	texts    map[string]string
}

func newProfile(name string) profile {
	return profile{commands: map[string][]Command{}, texts: map[string]string{"name/": name}}
}

func (s *Server) getMe(*call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return map[string]any{
		"id": s.bot.ID, "is_bot": true, "first_name": s.bot.FirstName, "username": s.bot.Username,
		"can_join_groups": true, "can_read_all_group_messages": s.opts.ReadAll,
		"supports_inline_queries": false, "can_connect_to_business": false, "has_main_web_app": false,
	}, nil
}

var (
	commandName  = regexp.MustCompile(`^[a-z0-9_]+$`)
	languageCode = regexp.MustCompile(`^([a-z]{2})?$`)
)

const (
	maxCommands    = 100
	maxCommandName = 32
	maxDescription = 256
)

var scopes = words("default all_private_chats all_group_chats all_chat_administrators chat chat_administrators chat_member")

// commandKey names the list of commands a call is about.
func (s *Server) commandKey(c *call) (string, error) {
	var scope struct {
		Type   string          `json:"type"`
		ChatID json.RawMessage `json:"chat_id"`
		UserID int64           `json:"user_id"`
	}
	given, err := c.object("scope", "BotCommandScope", &scope)
	if err != nil {
		return "", err
	}
	if !given {
		scope.Type = "default"
	}
	switch {
	case !slices.Contains(scopes, scope.Type):
		return "", badRequest("can't parse BotCommandScope: Unsupported type specified")
	case !languageCode.MatchString(c.text("language_code")):
		return "", badRequest("invalid language code specified")
	}
	chat := strings.Trim(string(scope.ChatID), `"`)
	if strings.HasPrefix(scope.Type, "chat") {
		if _, exists := s.chats[atoi(chat)]; !exists {
			return "", errNoChat
		}
	}
	raw, _ := json.Marshal([]any{scope.Type, chat, scope.UserID, c.text("language_code")})
	return string(raw), nil
}

func (s *Server) setMyCommands(c *call) (any, error) {
	var list []Command
	if _, err := c.object("commands", "commands", &list); err != nil {
		return nil, badRequest("can't parse commands JSON object")
	}
	if len(list) > maxCommands {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for i, row := range list {
		row.Command = strings.TrimPrefix(strings.TrimSpace(row.Command), "/")
		row.Description = strings.TrimSpace(row.Description)
		if err := row.check(); err != nil {
			return nil, err
		}
		list[i] = row
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.commandKey(c)
	if err != nil {
		return nil, err
	}
	s.profile.commands[key] = list
	if len(list) == 0 {
		delete(s.profile.commands, key)
	}
	s.publish(event{Kind: "commands"})
	return true, nil
}

func (c Command) check() error {
	switch {
	case c.Command == "":
		return badRequest("command must be non-empty")
	case utf8.RuneCountInString(c.Command) > maxCommandName:
		return badRequest("command length must not exceed %d", maxCommandName)
	case c.Description == "":
		return badRequest("command description must be non-empty")
	case utf8.RuneCountInString(c.Description) > maxDescription:
		return badRequest("command description length must not exceed %d", maxDescription)
	case !commandName.MatchString(c.Command):
		return badRequest("BOT_COMMAND_INVALID")
	}
	return nil
}

func (s *Server) getMyCommands(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.commandKey(c)
	if err != nil {
		return nil, err
	}
	return append([]Command{}, s.profile.commands[key]...), nil
}

func (s *Server) deleteMyCommands(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.commandKey(c)
	if err != nil {
		return nil, err
	}
	delete(s.profile.commands, key)
	s.publish(event{Kind: "commands"})
	return true, nil
}

// Commands are those a chat's menu shows to a user: the narrowest scope that
// has any, in the user's language before the default one.
func (s *Server) Commands(chatID int64, language string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.chats[chatID]
	if !ok {
		return nil
	}
	return s.commandsFor(r, language)
}

func (s *Server) commandsFor(r *room, language string) []Command {
	wide := "all_group_chats"
	if r.Type == Private {
		wide = "all_private_chats"
	}
	id, _ := json.Marshal(r.ID)
	for _, scope := range [][2]string{{"chat", string(id)}, {wide, ""}, {"default", ""}} {
		for _, lang := range []string{language, ""} {
			raw, _ := json.Marshal([]any{scope[0], scope[1], 0, lang})
			if list := s.profile.commands[string(raw)]; len(list) > 0 {
				return append([]Command{}, list...)
			}
		}
	}
	return nil
}

func setText(name string, most int) func(*Server, *call) (any, error) {
	return func(s *Server, c *call) (any, error) {
		if utf8.RuneCountInString(c.text(name)) > most {
			return nil, badRequest("bot %s is too long", strings.ReplaceAll(name, "_", " "))
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.profile.texts[name+"/"+c.text("language_code")] = c.text(name)
		return true, nil
	}
}

func getText(name string) func(*Server, *call) (any, error) {
	return func(s *Server, c *call) (any, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		text, ok := s.profile.texts[name+"/"+c.text("language_code")]
		if !ok {
			text = s.profile.texts[name+"/"]
		}
		return map[string]string{name: text}, nil
	}
}
