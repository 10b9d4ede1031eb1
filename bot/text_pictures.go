package bot

// Pictures.
const (
	textButtonPicture   key = "button-picture"
	textButtonPictureOf key = "button-picture-of"
	textButtonMet       key = "button-met"
	textPictureGone     key = "picture-gone"
	textPictureNone     key = "picture-none"
	textMetNobody       key = "met-nobody"
	textMetTitle        key = "met-title"
	textMetLegend       key = "met-legend"
	textMetCaption      key = "met-caption"
	textMetPair         key = "met-pair"
	textMetDays         key = "met-days"
	textCourseUp        key = "course-up"
	textCourseDown      key = "course-down"
	textCourseCaption   key = "course-caption"
	textCourseBelow     key = "course-below"
)
