package feed

import (
	"net/url"
	"strings"
)

// NamesPage tells whether an identity is that of a page: of the link as it is, or
// without parameters of it that its source was seen to change at will. Which source
// has it does not matter.
func NamesPage(key, link string) bool {
	page := pageKey(link)
	if page == "" {
		return false
	}
	has, found := strings.CutPrefix(key, "url:")
	if !found {
		if has, found = strings.CutPrefix(key, outletPrefix); !found {
			return false
		}
	}
	if has == page { // from before each source had its own
		return true
	}
	_, has, found = strings.Cut(has, ":")
	return found && (has == page || lessOf(has, page))
}

// lessOf tells whether a page key is another one without some of its parameters.
// What names an article stands in both.
func lessOf(short, long string) bool {
	path, query, _ := strings.Cut(short, "?")
	whole, all, _ := strings.Cut(long, "?")
	if path != whole || len(query) >= len(all) {
		return false
	}
	left, err := url.ParseQuery(all)
	if err != nil {
		return false
	}
	kept, err := url.ParseQuery(query)
	if err != nil {
		return false
	}
	for name, values := range kept {
		if strings.Join(left[name], "\x00") != strings.Join(values, "\x00") {
			return false
		}
		delete(left, name)
	}
	for name := range left {
		if idNames[strings.ToLower(name)] {
			return false
		}
	}
	return true
}

// Decides tells whether an identity alone makes two reports one. The others only
// lead to candidates, which are weighed: a title that comes again every week, a
// number in an address. Of a report that was removed there is nothing left to weigh.
func Decides(key string) bool {
	for _, weak := range []string{"title:", "near:", "at:"} {
		if strings.HasPrefix(key, weak) {
			return false
		}
	}
	return true
}
