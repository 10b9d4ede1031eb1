package text

// Traits are what a language's writing and grammar have that decides how it is
// read. What the reader must know of a language beside its words stands here, one
// row a language, so that no room asks for a language by its name.
type Traits uint32

// The traits. A language that is not in the table has none of them.
const (
	Caseless       Traits = 1 << iota // its script has no capitals: a name is known by what stands around it
	Han                               // written in Han characters, without blanks between words
	Declines                          // names and nouns have endings of cases
	CapitalNouns                      // every noun has a capital
	CapitalPeoples                    // what a people is called has a capital also as an adjective: "Norwegian"
	TitleCase                         // all words of a headline may have capitals
	SmallRoles                        // offices are written in small letters before a name
	LoneI                             // a pronoun is one capital letter, which may end a sentence
	Elides                            // a short word loses its vowel before another: l', qu'
	Possessive                        // an owner stands before what is owned, with 's
	FixedOrder                        // the order of words alone tells who does what to whom, and "of" whose it is
	PluralS                           // plurals end in -s
	Participles                       // forms of verbs end in -ing and -ed
	VerbEndings                       // verbs have endings of persons
	Inverts                           // a pronoun may hang on its verb: dit-il
	Joined                            // articles and short words are written onto the next word: وال
	PeopleNames                       // family names are the same words as peoples' and countries'
	LaterAdjective                    // adjectives follow their noun
	BareDash                          // a dash opens speech, or ends it, without a comma or a verb
	DashApart                         // a dash sets more apart than a comma does
	InwardMarks                       // guillemets point inwards: »…«; and “ closes
	DottedOrdinals                    // "12. April"
	MorningToo                        // the word for tomorrow is also that for a morning
	OwnWeights                        // models have weights of the language's own beside those that all share
)

// rows are what each language has.
var rows = map[string]Traits{
	"en": CapitalPeoples | TitleCase | LoneI | Possessive | FixedOrder | PluralS | Participles | DashApart | OwnWeights,
	"de": CapitalNouns | VerbEndings | InwardMarks | DottedOrdinals | MorningToo,
	"fr": SmallRoles | Elides | VerbEndings | Inverts | LaterAdjective,
	"es": SmallRoles | VerbEndings | LaterAdjective | PeopleNames | BareDash | MorningToo,
	"it": Elides | VerbEndings | LaterAdjective,
	"pt": VerbEndings | LaterAdjective,
	"ru": Declines | SmallRoles | VerbEndings,
	"uk": Declines | SmallRoles | VerbEndings,
	"ar": Caseless | Joined | VerbEndings,
	"zh": Caseless | Han,
	"ja": Caseless,
}

// TraitsOf gives a language's traits by its code (ISO 639-1).
func TraitsOf(lang string) Traits { return rows[lang] }

// Has says whether all of some traits are among these.
func (t Traits) Has(some Traits) bool { return t&some == some }

// Has says whether the text's language has all of some traits.
func (d *Doc) Has(some Traits) bool { return d.traits.Has(some) }
