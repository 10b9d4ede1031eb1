package clean

import (
	"html"
	"strconv"
	"strings"
)

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// The vocabulary that feed readers agree to let through: HTML 4, HTML 5, and
// what browsers once added, without what acts or loads other documents.
var (
	elements = set(`a abbr acronym address area article aside audio b big blockquote br button canvas caption center cite
		code col colgroup command datagrid datalist dd del details dfn dialog dir div dl dt em event-source fieldset figcaption
		figure font footer form h1 h2 h3 h4 h5 h6 header hr i img input ins kbd keygen label legend li m main map mark menu meter
		multicol nav nextid noscript ol optgroup option output p picture pre progress q rp rt ruby s samp section select small
		sound source spacer span strike strong sub summary sup table tbody td textarea tfoot th thead time tr tt u ul var video
		wbr`)

	// withContent are dropped with all that is in them.
	withContent = set(`script applet style template`)

	void = set(`area base br col command embed frame hr img input isindex keygen link meta param source track wbr`)

	attributes = set(`abbr accept accept-charset accesskey action align alt autocomplete autofocus axis background balance
		bgcolor bgproperties border bordercolor bordercolordark bordercolorlight bottompadding cellpadding cellspacing ch
		challenge char charoff charset checked choff cite class clear color cols colspan compact contenteditable controls
		coords data datafld datapagesize datasrc datetime default delay dir disabled draggable dynsrc enctype end face for
		form frame galleryimg gutter headers height hidden hidefocus high href hreflang hspace icon id inputmode ismap keytype
		label lang leftspacing list longdesc loop loopcount loopend loopstart low lowsrc max maxlength media method min
		multiple name nohref noshade nowrap open optimum pattern ping point-size poster pqg preload prompt radiogroup readonly
		rel repeat-max repeat-min replace required rev rightspacing rows rowspan rules scope selected shape size span src
		start step style summary suppress tabindex target template title toppadding type unselectable urn usemap valign value
		variable volume vrml vspace width wrap xml:lang`)

	addresses = set(`action background cite codebase data dynsrc href icon longdesc lowsrc ping poster profile src usemap`)

	schemes = set(`aim callto cvs facetime feed file ftp git gopher gtalk h323 hdl http https imap irc irc6 ircs itms magnet
		mailto mms msnim news nntp prospero rsync rtsp rtspu sftp shttp sip sips skype smb snews ssh svn svn+ssh tag tel telnet
		urn wais xmpp ymsg`)

	properties = set(`azimuth background-color border-bottom-color border-collapse border-color border-left-color
		border-right-color border-top-color clear color cursor direction display elevation float font font-family font-size
		font-style font-variant font-weight height letter-spacing line-height overflow pause pause-after pause-before pitch
		pitch-range richness speak speak-header speak-numeral speak-punctuation speech-rate stress text-align text-decoration
		text-indent unicode-bidi vertical-align voice-family volume white-space width`)

	keywords = set(`auto aqua black block blue bold both bottom brown center collapse dashed dotted fuchsia gray green
		!important italic left lime maroon medium none navy normal nowrap olive pointer purple red right solid silver teal top
		transparent underline white yellow`)
)

// windows maps references to 128 to 159, meant as Windows' characters, to
// Unicode's.
var windows = func() map[string]string {
	m := make(map[string]string)
	for n := 0x80; n <= 0x9F; n++ {
		r := []rune(html.UnescapeString("&#" + strconv.Itoa(n) + ";"))[0]
		ref := "&#x" + strconv.FormatInt(int64(r), 16) + ";"
		m["&#"+strconv.Itoa(n)+";"] = ref
		m["&#x"+strconv.FormatInt(int64(n), 16)+";"] = ref
	}
	return m
}()
