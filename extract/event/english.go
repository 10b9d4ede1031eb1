package event

import "strings"

func list(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// common words say little alone.
var common = list(`the a an of in on at by for with and or but as is are was were be been it its his her their our this that these
	those who which from into after before during over under about he she they we i you there also not has have had will would
	to @ ^ # , so such than then more most some any all other up out one two near between against amid since until while when
	say said monday tuesday wednesday thursday friday saturday sunday`)

var auxiliaries = list(`has have had will would to not also is are was were be been being can could should must may might been
	were did does do who he she it they`)

// offices keep their words inside names: they tell who acts.
var offices = list(`president minister prime foreign court police army court judge ministry government parliament senate supreme
	council commission union rebel force troop soldier opposition ambassador envoy diplomat prosecutor taliban military`)

// irregular verbs to their stems.
var irregular = map[string]string{}

func init() {
	for pair := range strings.FieldsSeq(`met:meet held:hold sent:send gave:give given:give said:say told:tell withdrew:withdraw
		withdrawn:withdraw sought:seek shot:shoot struck:strike fought:fight took:take taken:take broke:break broken:break
		led:lead left:leave lent:lend lended:lend began:begin begun:begin found:find brought:bring stood:stand spoke:speak
		spoken:speak went:go gone:go came:come made:make paid:pay laid:lay lay:lay sat:sit fell:fall fled:flee flew:fly
		forgave:forgive forbade:forbid froze:freeze frozen:freeze threw:throw thrown:throw drew:draw shut:shut cut:cut put:put
		hit:hit set:set let:let beat:beat won:win lost:lose kept:keep bought:buy built:build understood:understand sued:sue
		freed:free agreed:agree tried:try denied:deny died:die vied:vie allied:ally got:get saw:see seen:see knew:know rose:rise
		slammed:slam banned:ban planned:plan stopped:stop dropped:drop shelled:shell expelled:expel cancelled:cancel
		canceled:cancel called:call killed:kill pulled:pull rolled:roll hailed:hail repealed:repeal signalled:signal`) {
		from, to, _ := strings.Cut(pair, ":")
		irregular[from] = to
	}
}

// stemmed takes the commonest endings off an English word.
func stemmed(w string) string {
	if s, ok := irregular[w]; ok {
		return s
	}
	n := len(w)
	switch {
	case n > 4 && strings.HasSuffix(w, "ies"):
		return w[:n-3] + "y"
	case n > 5 && strings.HasSuffix(w, "ing"):
		return undouble(w[:n-3])
	case n > 4 && strings.HasSuffix(w, "ed"):
		return undouble(w[:n-2])
	case n > 4 && (strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "shes") || strings.HasSuffix(w, "sses")):
		return w[:n-2]
	case n > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is"):
		return strings.TrimSuffix(w[:n-1], "e")
	}
	return strings.TrimSuffix(w, "e")
}

// undouble turns stopp into stop and e-less stems alike.
func undouble(w string) string {
	n := len(w)
	if n > 3 && w[n-1] == w[n-2] && !strings.ContainsRune("lsz", rune(w[n-1])) {
		return w[:n-1]
	}
	return strings.TrimSuffix(w, "e")
}
