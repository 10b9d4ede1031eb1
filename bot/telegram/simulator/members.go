package simulator

import (
	"cmp"
	"slices"
)

// chatFullInfo is a chat with the fields every answer of getChat has.
type chatFullInfo struct {
	Chat
	AccentColorID     int      `json:"accent_color_id"`
	MaxReactionCount  int      `json:"max_reaction_count"`
	AcceptedGiftTypes struct{} `json:"accepted_gift_types"`
}

func (s *Server) getChat(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.chatOf(c)
	if err != nil {
		return nil, err
	}
	return chatFullInfo{Chat: r.Chat, MaxReactionCount: 11}, nil
}

func (s *Server) getChatMember(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.chatOf(c)
	if err != nil {
		return nil, err
	}
	m, known := r.members[c.number("user_id", 0, 0, 1<<62)]
	if !known {
		return nil, badRequest("user not found")
	}
	return m.full(), nil
}

const (
	adminRights = `can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members
		can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories
		can_delete_stories can_post_messages can_edit_messages can_pin_messages`
	restrictedRights = `can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos
		can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages
		can_add_web_page_previews can_react_to_messages can_edit_tag can_change_info can_invite_users
		can_pin_messages can_manage_topics`
)

// full is a member with the fields each status must have.
func (m Member) full() map[string]any {
	out := map[string]any{"status": m.Status, "user": m.User}
	switch m.Status {
	case "creator":
		out["is_anonymous"] = false
	case "administrator":
		out["can_be_edited"], out["is_anonymous"] = false, false
		for _, right := range words(adminRights) {
			out[right] = true
		}
	case "restricted":
		out["is_member"], out["until_date"] = true, 0
		for _, right := range words(restrictedRights) {
			out[right] = false
		}
	case "kicked":
		out["until_date"] = 0
	}
	return out
}

func (s *Server) getChatMemberCount(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.chatOf(c)
	if err != nil {
		return nil, err
	}
	count := 0
	for _, m := range r.members {
		if m.Status != "left" && m.Status != "kicked" {
			count++
		}
	}
	return count, nil
}

func (s *Server) getChatAdministrators(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.chatOf(c)
	if err != nil {
		return nil, err
	}
	if r.Type == Private {
		return nil, badRequest("there are no administrators in the private chat")
	}
	var admins []Member
	for _, m := range r.members {
		boss := m.Status == "creator" || m.Status == "administrator"
		if boss && (!m.User.IsBot || c.flag("return_bots")) {
			admins = append(admins, m)
		}
	}
	slices.SortFunc(admins, func(a, b Member) int { return cmp.Compare(a.User.ID, b.User.ID) })
	list := make([]map[string]any, 0, len(admins))
	for _, m := range admins {
		list = append(list, m.full())
	}
	return list, nil
}

func (s *Server) leaveChat(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.chatOf(c)
	if err != nil {
		return nil, err
	}
	if r.Type == Private {
		return nil, badRequest("chat member status can't be changed in private chats")
	}
	r.state = NotMember
	s.moveBot(r, s.botStatus(r), "left", s.bot)
	return true, nil
}
