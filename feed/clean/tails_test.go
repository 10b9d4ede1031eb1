package clean

import "testing"

func TestTailsGoInEveryLanguageAndTheTextStays(t *testing.T) {
	text := "The envoys met in Vienna.\n\n“Follow us,” she said, “or read more history.”"
	for _, tail := range []string{
		"Subscribe to our Telegram channel and be the first to know!",
		"Follow us on Telegram | Read also: What awaits the ruble in spring",
		"Read more: What happens to prisoners after the bus ride home",
		"Photo: A. Melikian / Araks Observer", "TAGS: Kosovo, dialogue, ZSO, Brussels", "(Image credit: All About Space)",
		"Подписывайтесь на «Степной курьер» в мессенджерах.", "Читайте также: как подготовить авто к гололёду",
		"Фото: пресслужба Коордштабу. Підписуйтесь на наш телеграм-канал, щоб не пропустити головне.",
		"Читайте також: як підготувати авто до ожеледиці",
		"Crédit photo : Deux Rives", "Lire aussi : le sommet de mardi", "Abonnez-vous à notre lettre",
		"Lea también: Las claves del Acuerdo de Ginebra de 1966", "Suscríbase al boletín", "Lesen Sie auch: Was nun kommt", "Foto: Agentur Nord",
		"اقرأ أيضا: ما وراء الاتفاق", "تابعونا على تلغرام", "（编辑：陆向东）", "延伸阅读：背景资料", "Advertisement",
		"© 2026 The Harbour Post. All rights reserved.",
	} {
		if got := Tails(text + "\n\n" + tail); got != text {
			t.Errorf("after %q: %q", tail, got)
		}
		if got := Tails(text + " " + tail); got != text && tail != "Advertisement" {
			t.Errorf("in the last paragraph, %q: %q", tail, got)
		}
	}
}

func TestTailsLeavesWhatIsText(t *testing.T) {
	for _, text := range []string{
		"Thank you, Chair.",
		"Our offer to Iran of a diplomatic path stands. We ask that this statement be made public.",
		"In Istanbul, Karadere said that it \"withdrew from the process with regret\" and would look at targets in Bulgaria.",
		"Photographers were kept out. The subscription model failed, the minister said.",
		"Подписание соглашения намечено на пятницу. Читатели спрашивают, что дальше.",
		"Subscribe to our channel", // nothing else: what the source gave
		"Related parties: the treaty binds them all, said the counsel.\n\nThe court rose.",
		"Зустріч відбудеться у середу.", "Le texte arrivera en commission mardi.", "会谈后没有签署文件。",
	} {
		if got := Tails(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}
