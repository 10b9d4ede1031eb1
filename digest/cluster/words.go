package cluster

import (
	_ "embed"
	"strings"

	"attache/internal/fold"
)

// stops are words that tell nothing about a story, in all languages: as the
// tokens are folded, a word of one language rarely means more in another.
//
//go:embed stopwords.txt
var stopText string

// special are the words that are not stemmed: small numbers, weekdays, and stop
// words, which win (once is eleven in Spanish only).
var special = func() map[string]token {
	m := map[string]token{}
	for w, n := range numerals {
		m[w] = token{stem: hashTerm(kindNumber, []byte(n))}
	}
	for line := range strings.Lines(stopText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.FieldsSeq(line) {
			m[fold.String(w)] = token{stop: true}
		}
	}
	for w, day := range weekdays {
		m[w] = token{stop: true, day: day}
	}
	return m
}()

// longestSpecial is more than any of them has bytes.
const longestSpecial = 32

// numerals are the small numbers as words, folded.
var numerals = func() map[string]string {
	m := map[string]string{}
	for _, line := range []string{
		"2 two deux dos zwei два две два двох اثنان اثنين", "3 three trois tres drei три трех трьох ثلاثة ثلاث ثلاثه",
		"4 four quatre cuatro vier четыре четырех чотири чотирьох اربعه اربع", "5 five cinq cinco funf пять пяти п'ять خمسه خمس",
		"6 six sechs seis шесть шести шість سته ست", "7 seven sept siete sieben семь семи сім سبعه سبع",
		"8 eight huit ocho acht восемь восьми вісім ثمانيه ثماني", "9 nine neuf nueve neun девять девяти дев'ять تسعه تسع",
		"10 ten dix diez zehn десять десяти عشره", "11 eleven onze once elf одиннадцать одинадцять", "12 twelve douze doce zwolf двенадцать дванадцять",
		"13 thirteen treize trece dreizehn тринадцать тринадцять", "14 fourteen quatorze catorce vierzehn четырнадцать чотирнадцять",
		"15 fifteen quinze quince funfzehn пятнадцать", "16 sixteen seize dieciseis sechzehn шестнадцать", "17 seventeen siebzehn diecisiete семнадцать",
		"18 eighteen achtzehn dieciocho восемнадцать", "19 nineteen neunzehn diecinueve девятнадцать", "20 twenty vingt veinte zwanzig двадцать عشرون عشرين",
	} {
		words := strings.Fields(line)
		for _, w := range words[1:] {
			m[fold.String(w)] = words[0]
		}
	}
	return m
}()

// weekdays are the names of the days from Monday, folded, in the forms in
// which they date an event.
var weekdays = func() map[string]uint8 {
	m := map[string]uint8{}
	for day, line := range []string{
		"monday lundi lunes montag понедельник понеділок الاثنين mon",
		"tuesday mardi martes dienstag вторник вівторок الثلاثاء tues",
		"wednesday mercredi miercoles mittwoch среда среду середа середу الاربعاء wed",
		"thursday jueves jeudi donnerstag четверг четвер الخميس thurs",
		"friday vendredi viernes freitag пятница пятницу п'ятниця п'ятницю الجمعة fri",
		"saturday samedi sabado samstag суббота субботу субота суботу السبت",
		"sunday dimanche domingo sonntag воскресенье неділя неділю الاحد",
	} {
		for w := range strings.FieldsSeq(line) {
			m[fold.String(w)] = 1 << day
		}
	}
	return m
}()
