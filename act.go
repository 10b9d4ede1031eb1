package attache

import (
	"maps"
	"slices"
)

// Act is what happened between parties as people say it: finer than an event's
// type, and read from the words of the reports.
type Act string

// The acts.
const (
	Expulsion      Act = "expulsion"
	Recall         Act = "recall"
	Summons        Act = "summons"
	Rupture        Act = "rupture"
	Restoration    Act = "restoration"
	Recognition    Act = "recognition"
	Breakdown      Act = "breakdown"
	Postponement   Act = "postponement"
	Resumption     Act = "resumption"
	Exchange       Act = "exchange"
	Release        Act = "release"
	Detention      Act = "detention"
	Extradition    Act = "extradition"
	Withdrawal     Act = "withdrawal"
	Penalties      Act = "penalties"
	PenaltiesEased Act = "penalties-eased"
	Ceasefire      Act = "ceasefire"
	Signing        Act = "signing"
	Ratification   Act = "ratification"
	Termination    Act = "termination"
	BorderOpened   Act = "border-opened"
	BorderClosed   Act = "border-closed"
	Refusal        Act = "refusal"
	Veto           Act = "veto"
	ProtestNote    Act = "protest-note"
	Call           Act = "call"
	Visit          Act = "visit"
)

// acts have a name for people and a warmth each, as EventType.Warmth counts it.
var acts = map[Act]struct {
	name   string
	warmth float64
}{
	Expulsion: {"expulsion", -0.9}, Recall: {"ambassador recalled", -0.8}, Summons: {"ambassador summoned", -0.5},
	Rupture: {"relations broken off", -1}, Restoration: {"relations restored", 1}, Recognition: {"recognition", 0.9},
	Breakdown: {"talks broken off", -0.6}, Postponement: {"talks put off", -0.3}, Resumption: {"talks resumed", 0.6},
	Exchange: {"prisoner exchange", 0.8}, Release: {"release", 0.8}, Detention: {"detention", -0.7}, Extradition: {"extradition", 0.5},
	Withdrawal: {"withdrawal", 0.7}, Penalties: {"sanctions", -0.9}, PenaltiesEased: {"sanctions eased", 0.8},
	Ceasefire: {"ceasefire", 0.9}, Signing: {"agreement signed", 1}, Ratification: {"ratification", 0.9},
	Termination: {"agreement ended", -0.7}, BorderOpened: {"border opened", 0.7}, BorderClosed: {"border closed", -0.7},
	Refusal: {"refusal", -0.5}, Veto: {"veto", -0.6}, ProtestNote: {"note of protest", -0.5}, Call: {"phone call", 0.3}, Visit: {"visit", 0.4},
}

// Acts gives all acts, in alphabetical order.
func Acts() []Act { return slices.Sorted(maps.Keys(acts)) }

// Name says the act in a word or two; "" for what is none.
func (a Act) Name() string { return acts[a].name }

// Known says whether it is one of the acts.
func (a Act) Known() bool { _, ok := acts[a]; return ok }
