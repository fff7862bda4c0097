#include "tests/soak/vitals_plot.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace turnkeeper::soak {

namespace {

constexpr int kLeft = 20;
constexpr int kWidth = 720;
constexpr int kHeight = 90;
constexpr int kPanel = 140;

void draw(std::ostream& out, const std::vector<Vitals>& samples, const Line& line, int top) {
  double most = 0;
  for (const Vitals& it : samples) most = std::max(most, it.*line.value);
  const double hours = std::max(samples.back().hours, 1e-9);
  out << "<text x='" << kLeft << "' y='" << top + 16 << "'>" << line.name << ", at most " << most
      << "</text>\n<rect x='" << kLeft << "' y='" << top + 26 << "' width='" << kWidth
      << "' height='" << kHeight << "' fill='none' stroke='#ddd'/>\n"
      << "<polyline fill='none' stroke='#36c' points='";
  for (const Vitals& it : samples) {
    const double share = most > 0 ? it.*line.value / most : 0;
    out << kLeft + kWidth * it.hours / hours << ',' << top + 26 + kHeight * (1 - share) << ' ';
  }
  out << "'/>\n";
}

}  // namespace

std::string plot_of(const std::vector<Vitals>& samples) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(2);
  int top = 50;
  const int bottom = top + kPanel * static_cast<int>(lines().size());
  out << "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 760 " << bottom
      << "' font-family='sans-serif' font-size='13' fill='#222'>\n"
      << "<rect width='100%' height='100%' fill='#fff'/>\n";
  if (!samples.empty()) {
    out << "<text x='" << kLeft << "' y='28' font-size='16'>" << samples.back().sessions
        << " sessions in " << samples.back().hours << " hours</text>\n";
    for (const Line& line : lines()) {
      draw(out, samples, line, top);
      top += kPanel;
    }
  }
  out << "</svg>\n";
  return out.str();
}

}  // namespace turnkeeper::soak
