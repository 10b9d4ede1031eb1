package clean

// Formulas and drawings stand inside HTML in vocabularies of their own. Their
// still parts are kept: what moves, loads or embeds something goes.
var (
	mathElements = set(`math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow mspace msqrt mstyle
		msub msubsup msup mtable mtd mtext mtr munder munderover none semantics`)
	svgElements = set(`svg a circle defs desc ellipse g lineargradient line marker metadata path polygon polyline radialgradient rect stop
		switch text title tspan`)

	mathAttributes = set(`actiontype align columnalign columnlines columnspacing columnspan depth display displaystyle
		equalcolumns equalrows fence fontstyle fontweight frame height linethickness lspace mathbackground mathcolor mathvariant maxsize
		minsize other rowalign rowlines rowspacing rowspan rspace scriptlevel selection separator stretchy width xlink:href xlink:show
		xlink:type`)
	svgAttributes = set(`baseprofile class color content cx cy d display dx dy fill fill-opacity fill-rule font-family font-size
		font-stretch font-style font-variant font-weight fx fy gradientunits gradienttransform height id markerheight markerunits markerwidth
		offset opacity orient origin overline-position overline-thickness pathlength points preserveaspectratio r refx refy rotate rx ry
		stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity
		stroke-width text-anchor transform version viewbox visibility width x x1 x2 xlink:href xlink:role xlink:show xlink:title xlink:type
		xml:lang xml:space y y1 y2 zoomandpan`)

	// letterCase gives the names that are not in lower case.
	letterCase = map[string]string{
		"baseprofile": "baseProfile", "viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio", "gradientunits": "gradientUnits",
		"gradienttransform": "gradientTransform", "markerheight": "markerHeight", "markerunits": "markerUnits", "markerwidth": "markerWidth",
		"pathlength": "pathLength", "refx": "refX", "refy": "refY", "zoomandpan": "zoomAndPan", "lineargradient": "linearGradient",
		"radialgradient": "radialGradient",
	}

	namespaces = map[string]string{"svg": "http://www.w3.org/2000/svg", "math": "http://www.w3.org/1998/Math/MathML"}
)

const xlinkNamespace = "http://www.w3.org/1999/xlink"

// foreign is the vocabulary of a formula or drawing that is open: "" for none.
type foreign struct {
	root  string
	depth int
}

func (f *foreign) start(name string, closed bool) {
	switch {
	case f.root == "" && namespaces[name] != "" && !closed:
		f.root, f.depth = name, 1
	case f.root == name && !closed:
		f.depth++
	}
}

func (f *foreign) end(name string) {
	if f.root == name && f.root != "" {
		if f.depth--; f.depth == 0 {
			f.root = ""
		}
	}
}

// element tells whether an element belongs to what is open.
func (f *foreign) element(name string) bool {
	switch f.root {
	case "svg":
		return svgElements[name]
	case "math":
		return mathElements[name]
	}
	return elements[name] || namespaces[name] != ""
}

func (f *foreign) attribute(element, name string) bool {
	switch {
	case f.root == "svg" || element == "svg":
		return svgAttributes[name]
	case f.root == "math" || element == "math":
		return mathAttributes[name]
	}
	return attributes[name]
}

// spelled gives a name as its vocabulary writes it.
func spelled(name string) string {
	if s, ok := letterCase[name]; ok {
		return s
	}
	return name
}
