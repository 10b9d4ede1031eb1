package digest

import (
	"slices"
	"strings"

	"attache"
	"attache/internal/country"
)

// jointWords are how a text says that several issue one statement.
var jointWords = strings.Split("joint statement|joint declaration|joint communique|joint communiqué|jointly|совместном "+
	"заявлении|совместное заявление|"+
	"совместная декларация|спільній заяві|спільна заява|déclaration commune|déclaration conjointe|communiqué commun|communiqué conjoint|"+
	"declaración conjunta|comunicado conjunto|gemeinsame erklärung|gemeinsamen erklärung|بيان مشترك|البيان المشترك|联合声明|联合公报", "|")

// jointRole is what stands for the speakers' role.
const jointRole = "joint statement"

// jointly attributes a quote of a joint statement, whose speaker is nobody in
// particular, to all who issue it: those whom the sentence, or else the title, names
// where it says that the statement is a joint one. Others it leaves as they are.
func jointly(a *readOnce, q attache.Quote) attache.Quote {
	if q.Showable() || attache.Named(q.Speaker) && q.Role != "" || q.Kind == attache.Indirect {
		return q
	}
	if !saysJoint(a.Body) {
		return q
	}
	span := spanOf(a.Body, &q)
	if span[1] == 0 {
		return q
	}
	sentence := a.text().Around(span)
	if !saysJoint(sentence) {
		return q
	}
	outside := strings.ReplaceAll(sentence, q.Text, " ")
	issuers := partiesNamed(outside, a.Article)
	if len(issuers) < 2 && saysJoint(a.Title) {
		issuers = partiesNamed(a.Title, a.Article)
	}
	if len(issuers) < 2 {
		return q
	}
	q.ID, q.Speaker, q.Role, q.Code = "", listed(issuers), jointRole, "" // its article has no such quote
	q.Confidence = max(q.Confidence, attache.Sure)
	return q
}

func saysJoint(s string) bool {
	low := strings.ToLower(s)
	return slices.ContainsFunc(jointWords, func(w string) bool { return strings.Contains(low, w) })
}

// partiesNamed are the countries and bodies of an article that a text names, as
// they stand in it.
func partiesNamed(s string, a *attache.Article) []string {
	type place struct {
		at   int
		name string
	}
	var found []place
	for i := range a.Actors {
		actor := &a.Actors[i]
		if actor.Kind == attache.Person || !country.Known(actor.Code) {
			continue
		}
		at := strings.Index(s, actor.Name)
		if at >= 0 && actor.Name != "" {
			found = append(found, place{at, partyName(actor.Code)})
		}
	}
	slices.SortFunc(found, func(x, y place) int { return x.at - y.at })
	var out []string
	for _, p := range found {
		if !slices.Contains(out, p.name) {
			out = append(out, p.name)
		}
	}
	return out
}

// listed puts names one behind the other: "France, Germany and Norway".
func listed(names []string) string {
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
