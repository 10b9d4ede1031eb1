package bot

import (
	"slices"
	"strings"
	"unicode"

	words "attache/internal/text"
)

// possessives are the words by which a role hangs on a sentence that is not
// shown with it ("his Tajik colleague"), by language.
var possessives = map[string][]string{
	"en": strings.Fields("my your his her its our their whose"),
	"ru": strings.Fields("его её ее их мой моя мои наш наша наши ваш ваша ваши свой своя свои чей чья"),
	"uk": strings.Fields("його її їх їхній їхня їхні мій моя мої наш наша наші ваш ваша ваші свій своя свої чий чия"),
	"fr": strings.Fields("mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs"),
	"es": strings.Fields("mi mis tu tus su sus nuestro nuestra nuestros nuestras vuestro vuestra vuestros vuestras cuyo cuya"),
	"de": strings.Fields("mein meine meiner meinem meinen sein seine seiner seinem seinen ihr ihre ihrer ihrem ihren " +
		"unser unsere unserer unserem unseren euer eure dessen deren"),
}

// roleShown is a speaker's role as it may stand beside the name: one line, and
// "" where it says whose colleague somebody is of somebody else. A text whose
// language is unknown is taken for any of them.
func roleShown(role, lang string) string {
	role = words.OneLine(role)
	first, _, _ := strings.Cut(role, " ")
	first = strings.ToLower(strings.TrimFunc(first, unicode.IsPunct))
	if lang != "" {
		if slices.Contains(possessives[strings.ToLower(lang[:min(len(lang), 2)])], first) {
			return ""
		}
		return role
	}
	for _, words := range possessives {
		if slices.Contains(words, first) {
			return ""
		}
	}
	return role
}
