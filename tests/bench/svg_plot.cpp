#include "tests/bench/svg_plot.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace turnkeeper::bench {

namespace {

constexpr double kLeast = 0.5;  ///< of the axis; what is less stands at its edge
constexpr double kGoal = 0.99;
constexpr int kLeft = 190;
constexpr int kRight = 690;
constexpr int kTop = 76;
constexpr int kRow = 34;

double x_of(double index) {
  return kLeft + (kRight - kLeft) * (std::max(index, kLeast) - kLeast) / (1 - kLeast);
}

void vertical(std::ostream& out, double index, int bottom, const char* look) {
  out << "<line x1='" << x_of(index) << "' x2='" << x_of(index) << "' y1='" << kTop - 8 << "' y2='"
      << bottom << "' " << look << "/>\n";
}

}  // namespace

std::string plot_of(const std::vector<Tally>& tallies, const std::string& title) {
  const int bottom = kTop + kRow * static_cast<int>(tallies.size());
  std::ostringstream out;
  out << std::fixed << std::setprecision(2);
  out << "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 760 " << bottom + 44
      << "' font-family='sans-serif' font-size='13' fill='#222'>\n"
      << "<rect width='100%' height='100%' fill='#fff'/>\n"
      << "<text x='20' y='28' font-size='16'>" << title << "</text>\n"
      << "<text x='20' y='48' fill='#666'>Jain's index a session. Dot: over time offered, its line "
         "nine of ten sessions. Ring: over time used.</text>\n";
  for (int tenths = 5; tenths <= 10; ++tenths) {
    vertical(out, tenths / 10.0, bottom, "stroke='#ddd'");
    out << "<text x='" << x_of(tenths / 10.0) << "' y='" << bottom + 18
        << "' text-anchor='middle' fill='#666'>" << tenths / 10.0 << "</text>\n";
  }
  vertical(out, kGoal, bottom, "stroke='#2a7' stroke-dasharray='4 3'");
  out << "<text x='" << x_of(kGoal) << "' y='" << bottom + 36
      << "' text-anchor='middle' fill='#2a7'>goal 0.99</text>\n";
  int y = kTop + kRow / 2;
  for (const auto& tally : tallies) {
    out << "<text x='20' y='" << y + 4 << "'>" << tally.method() << "</text>\n"
        << "<line x1='" << x_of(tally.offered_at(5)) << "' x2='" << x_of(tally.offered_at(95))
        << "' y1='" << y << "' y2='" << y << "' stroke='#36c' stroke-width='3' opacity='0.35'/>\n"
        << "<circle cx='" << x_of(tally.used()) << "' cy='" << y
        << "' r='5' fill='#fff' stroke='#36c'/>\n"
        << "<circle cx='" << x_of(tally.offered()) << "' cy='" << y << "' r='5' fill='#36c'/>\n"
        << "<text x='" << kRight + 14 << "' y='" << y + 4 << "'>" << std::setprecision(3)
        << tally.offered() << std::setprecision(2) << "</text>\n";
    y += kRow;
  }
  out << "</svg>\n";
  return out.str();
}

}  // namespace turnkeeper::bench
