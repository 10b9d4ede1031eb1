package bot

import (
	"context"
	"slices"
)

// questions lists what was asked in briefings and interviews, and what was
// answered: by whom or about what somebody names.
func (b *Bot) questions(ctx context.Context, r request, from place) (list, error) {
	s := quoteSearch{asks: true}
	about := slices.IndexFunc(r.args, func(w word) bool { return !w.quoted && aboutWords[folded(w.text)] })
	who, subject := r.args, []word(nil)
	if about >= 0 && about+1 < len(r.args) {
		who, subject = r.args[:about], r.args[about+1:]
	}
	var err error
	if s.asked, err = b.read(r.to, who, usualQuotes, b.zone(r.chat)); err != nil {
		return list{}, err
	}
	if s.about, err = b.read(r.to, subject, s.asked.n, b.zone(r.chat)); err != nil {
		return list{}, err
	}
	if len(subject) > 0 {
		s.asked.n, s.asked.capped = s.about.n, s.about.capped
	}
	if err := b.readQuotes(ctx, &s); err != nil {
		return list{}, err
	}
	return b.quoteList(ctx, r, s, from)
}
