package bot

import "context"

// questions lists what was asked in briefings and interviews, and what was
// answered: by whom or about what somebody names.
func (b *Bot) questions(ctx context.Context, r request, from place) (list, error) {
	s, err := b.quoteSearch(ctx, r, true)
	if err != nil {
		return list{}, err
	}
	return b.quoteList(ctx, r, s, from)
}
