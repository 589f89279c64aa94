# SPDX-License-Identifier: BSD-2-Clause
# svg.awk: shapes and letters, for picture.awk.

function xml(s) {
	gsub(/&/, "\\&amp;", s)
	gsub(/</, "\\&lt;", s)
	gsub(/>/, "\\&gt;", s)
	gsub(/"/, "\\&quot;", s)
	return s
}

function text(x, y, class, s) {
	printf "<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>\n", x, y, class, xml(s)
}

# A bar; what has a value at all is one pixel wide at least.
function bar(x, y, w, h, class) {
	if (w > 0)
		printf "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" class=\"%s\"/>\n", x, y, w < 1 ? 1 : w, h, class
}

# Begin a picture that says its contents to those who cannot see it, too.
function open_svg(width, height, title, description) {
	print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"title desc\">\n",
	    width, height, width, height
	printf "<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n", xml(title), xml(description)
	print "<style>"
	print "text {font-family: system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif; font-size: 13px; fill: #1f2933}"
	print ".big {font-size: 27px; font-weight: 700} .lead {font-size: 14px; fill: #52606d}"
	print ".head {font-size: 15px; font-weight: 600} .note {font-size: 12px; fill: #616e7c}"
	print ".name {text-anchor: end} .strong {font-weight: 700} .small {font-size: 12px; text-anchor: end}"
	print ".ours {fill: #0072b2} .ours2 {fill: #7fbbdc} .defconfig {fill: #7b8794} .defconfig2 {fill: #c0c7cf}"
	print ".cloud {fill: #c8550a} .cloud2 {fill: #ecae84} .track {fill: #eef1f4} .rule {fill: #dde2e7}"
	print ".ourst {fill: #005a8c} .defconfigt {fill: #52606d} .cloudt {fill: #9c4108}"
	print "</style>"
	# An own background: dark pages show a light card.
	printf "<rect width=\"%d\" height=\"%d\" rx=\"10\" fill=\"#ffffff\"/>\n", width, height
}
