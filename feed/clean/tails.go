package clean

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// maxTail is how many code points an appendage has at most: what is longer is text.
const maxTail = 280

// Tails drops what outlets append to a text without being part of it, in any
// of the languages of the wire: invitations to subscribe, to follow and to read
// on, photo credits, tags, rights. At the end of the text single sentences go,
// elsewhere only whole paragraphs. A text that would be nothing else stays.
func Tails(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	kept := paragraphs[:0:0]
	for _, p := range paragraphs {
		if !appended(p) {
			kept = append(kept, p)
		}
	}
	for len(kept) > 0 {
		last := trimTail(kept[len(kept)-1])
		if last == kept[len(kept)-1] {
			break
		}
		if last != "" {
			kept[len(kept)-1] = last
			break
		}
		kept = kept[:len(kept)-1]
	}
	if rest := strings.Join(kept, "\n\n"); strings.TrimSpace(rest) != "" {
		return rest
	}
	return text
}

// appended tells whether a whole paragraph is an appendage.
func appended(p string) bool {
	return utf8.RuneCountInString(p) <= maxTail && (appendage().MatchString(p) || bare().MatchString(p))
}

// trimTail drops the sentences at a paragraph's end that are appendages.
func trimTail(p string) string {
	for {
		cut := -1
		for _, at := range boundaries(p) {
			if rest := p[at[1]:]; utf8.RuneCountInString(rest) <= maxTail && appendage().MatchString(rest) {
				cut = at[0]
				break
			}
		}
		if cut < 0 {
			return p
		}
		p = strings.TrimRight(p[:cut], " \n|•·")
	}
}

// boundaries finds the places near a paragraph's end where a sentence, or an
// item between bars, may end: where the part before it ends and the next begins.
func boundaries(p string) [][2]int {
	var out [][2]int
	for i := max(len(p)-4*maxTail, 0); i < len(p); {
		r, size := utf8.DecodeRuneInString(p[i:])
		i += size
		if !strings.ContainsRune(".!?…。！？|•·", r) {
			continue
		}
		end := i
		if strings.ContainsRune("|•·", r) {
			end -= size
		}
		for i < len(p) {
			c, n := utf8.DecodeRuneInString(p[i:])
			if !strings.ContainsRune(`"»”’)]』」）`, c) {
				break
			}
			i += n
			end = i
		}
		start := len(p) - len(strings.TrimLeft(p[i:], " \n"))
		if start < len(p) && (start > i || strings.ContainsRune("。！？", r)) {
			out = append(out, [2]int{end, start})
		}
		i = start
	}
	return out
}

// bare are appendages that are nothing but themselves.
var bare = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^\W*(advertisement|sponsored|share|share this|print|email|comments?|loading|related|read more|see ` +
		`also|more|` +
		`реклама|поделиться|комментарии|publicité|partager|publicidad|compartir|anzeige|teilen|إعلان|مشاركة|广告|分享)\W*$`)
})

// appendage matches the beginning of what outlets append, language by language.
var appendage = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^[\s\[(（>»▶►•*_–—-]*(` + strings.Join([]string{
		// English
		`(please )?subscribe (to|now|here|for|today)\b`, `sign[ -]up (to|for|here|now|today)\b`,
		`follow (us|our|the \w+ on|\w+ on (twitter|x|facebook|instagram|telegram))\b`,
		`(like|find|join) us on\b`, `join (our|the \w+) (telegram|whatsapp|channel|newsletter)`,
		`get (the|our) (latest|daily|free|best|top|most)\b.*\b(inbox|newsletters?|alerts?|e-?mail|app)\b`,
		`get .{0,60}(delivered|straight|right) (to|in|through) your`, `read (more|also|next|the full story|full story|on)\s*[:|»>-]`,
		`(also|must) read\s*[:|-]`,
		`(see|watch|listen) also\s*[:|-]`, `related( (articles?|stories|story|content|news|topics|coverage|reading))?\s*:`,
		`more (on this|from|stories|news)\b.{0,60}:\s*$`,
		`click here (to|for)\b`, `download (our|the) .{0,30}app\b`, `(photo|image|picture|video|photograph|file photo)s?( credits?)?( by|\s*[:/])`,
		`\(?(image|photo) (credit|courtesy|by)\b`,
		`credits?\s*:`, `tags?\s*:`, `topics?\s*:`, `filed under\s*:?`, `(copyright|©|\(c\) ?\d{4}|all rights reserved)`,
		`this copy is for your personal`, `(have|got) a (news )?tip\?`,
		`(write|e-?mail) .{0,60}@`, `(write|contact) .{0,60} at \S+@`,
		`(reporting|writing|editing|compiled|edited) by [^.]{3,120}[;.]?\s*((writing|editing|additional reporting) by.*)?$`,
		`thanks? (you )?for (signing up|subscribing|reading)`, `our standards:`,
		`this (article|story|post) (was|has been) (originally|first) (published|posted)`,
		`(there was|an) (an )?error (has occurred|processing)`, `published in [^.]{3,60}, \w+ \d`,
		`you can (also )?(follow|find|listen|subscribe)\b`, `support (our|independent) journalism`, `share (this|on)\b`, `listen to this article`,
		// Russian and Ukrainian
		`(подпис(ывай(те(сь)?|ся)|аться)|п[иі]дпис(уй(те(сь)?|ся)|атис[ья]))`,
		`читай(те)? (также|тоже|ещ[её]|подробнее|полностью|по теме|нас|також|ще|більше)`,
		`чита(ть|ти) (далее|также|полностью|еще|ещё|далі|також|повністю)`,
		`(смотрите|дивіться) (также|еще|ещё|також|ще)`,
		`(подробнее|детальніше|больше новостей|більше новин|по теме|материалы по теме|за темою)\s*[:–—]`,
		`(фото|видео|відео|иллюстрация|ілюстрація|снимок)\s*[:/©]`,
		`(следите за|стежте за|присоединяйтесь|приєднуйтес[ья]|долучайтес[ья])\b`, `(теги|метки|мітки|хештеги)\s*:`,
		`(поделиться|поширити)\b.{0,40}$`, `(все права защищены|усі права захищені)`,
		// French
		`(abonnez|inscrivez)-vous`, `s['’]abonner\b`, `(à )?lire (aussi|également|la suite|l['’]article)`, `à lire\s*[:–-]`,
		`(lisez|voir|écoutez|regardez) (aussi|également)`, `(suivez|rejoignez|retrouvez)-nous`, `crédits? ?(photos?|image)?\s*:`,
		`photos?\s+:`, `pour aller plus loin\s*:`, `recevez (chaque|nos|notre|la|les|l['’])`, `tous droits réservés`, `mots[- ]clés\s*:`,
		// Spanish and Portuguese
		`suscr[ií]b(a(se|n)?|ete|irse|e)\b`, `(lea|lee|leer|ver|vea|mira|escuche|leia) (también|además|más|mais|também)\b`,
		`(te|le) (puede|podría) interesar`, `s[ií]g(a|ue)nos\b`, `(foto|fotos|fotografía|imagen|crédito|créditos|vídeo|video)\s*:`,
		`(regístr(ese|ate)|[úu]nete|[úu]nase|assine|inscreva-se|siga-nos)\b`, `más información\s*[:|]`, `todos los derechos reservados`,
		`etiquetas\s*:`,
		// German
		`(jetzt )?(abonnieren sie|newsletter abonnieren|jetzt abonnieren|jetzt anmelden|hier abonnieren)`,
		`(lesen|sehen|hören) sie (auch|mehr|hier|dazu)`, `mehr (zum thema|dazu|lesen)\b`,
		`(weiterlesen|siehe auch|lesen sie|auch interessant|zum thema)\s*[:|]`,
		`folgen sie (uns|\w+ auf)`, `(foto|bild|fotos|bilder|grafik|video)\s*:`, `melden sie sich .{0,40}(an|newsletter)`,
		`alle rechte vorbehalten`, `schlagw(ort|örter)\s*:`,
		// Arabic
		`(اشترك|اشتركوا|تابعونا|تابعنا|تابعوا|انضم|انضموا|حمّل|حمل تطبيق)(\s|$)`,
		`(اقرأ|إقرأ|اقرأوا|اقرؤوا|شاهد|طالع)(/ي)? (أيضا|أيضاً|ايضا|المزيد|كذلك)`, `(للمزيد|لقراءة المزيد|المزيد حول)`,
		`(الصورة|صورة|تصوير|المصدر|وسوم|الوسوم)\s*[:：]`, `(جميع الحقوق|حقوق النشر)`,
		// Chinese
		`(订阅|訂閱|关注我们|關注我們|请关注|欢迎关注|扫码|扫描二维码|点击(下载|进入|查看|关注)|下载.{0,10}客户端)`, `(阅读(更多|原文|全文)|延伸阅读|相关(阅读|新闻|报道|链接)|更多(报道|新闻|内容|精彩))\s*[:：]?`,
		`(责任编辑|责编|编辑|校对|审核|图片来源|图源|图片|摄影|图|来源|监制|编审|终审)\s*[:：/]`, `(版权所有|未经授权|未经许可)`,
	}, "|") + `)`)
})
