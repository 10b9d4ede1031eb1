package text

import "strings"

// rule says when the stop after a word belongs to an abbreviation.
type rule uint8

const (
	never        rule = iota
	always            // a title or the like: a name follows
	beforeNumber      // only where a number follows
	maybe             // unless a word follows that often begins a sentence
)

var abbreviations = rules(map[rule]string{
	always: `mr mrs ms messrs dr prof gen lt col sgt capt cmdr adm maj sen sens rep reps gov govs pres hon profs drs gens rev st mt ft fr
		supt det insp amb atty asst dept vs mx
		mm mme mmes mlle
		sra srta dra d da dn dª excmo ilmo lic ing
		hr dipl bzw ca evtl ggf inkl vgl sog bspw usw str
		г гг им ул тыс руб проф акад корр св ср просп пер
		р рр ім вул тис грн акад буд
		т.е т.н т.зв`,
	beforeNumber: `no nos jan feb mar apr jun jul aug sep sept oct nov dec art arts par fig vol ch sec pp p nr núm núms
		абз стр ст пп п рис пункт арт ст янв фев февр апр авг сент окт нояб дек`,
	maybe: `inc ltd co corp bros jr sr etc al ee uu млн млрд трлн тыс долл mio mrd mn bn др пр ред`,
})

func rules(lists map[rule]string) map[string]rule {
	m := map[string]rule{}
	for r, words := range lists {
		for w := range strings.FieldsSeq(words) {
			if old, ok := m[w]; !ok || r < old { // in two lists: the stricter rule
				m[w] = r
			}
		}
	}
	return m
}

// starters are words that, with a capital, most likely begin a sentence.
var starters = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`the he she it they we i you this that these those but and or in on at for with from by as
		his her their its our a an there then when while after before if what who how why where also however meanwhile
		according asked both not no so yet since during under some many most two three
		le la les il elle ils elles un une ce cette ces mais et dans selon pour avec sur au aux en de des nous je on
		el los las un una pero y en según por para con ella ellos esto esta este se no su sus
		der die das er sie es ein eine aber und in im auf mit nach für wir ich nicht auch bei zu zum zur laut
		он она они это этот эта но и в на по с об при как для мы я не также кроме однако так ранее
		він вона вони це цей ця але й у на за про з при як для ми не також крім проте так раніше`) {
		m[w] = true
	}
	return m
}()
