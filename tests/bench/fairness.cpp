// Who gets their minutes, with Turnkeeper and without: a table, and a picture of it.

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "tests/bench/comparison.h"
#include "tests/bench/svg_plot.h"
#include "tests/support/agendas.h"

int main(int argc, char** argv) {
  using namespace turnkeeper;

  int sessions = 2'000;
  std::uint64_t seed = 1;
  bool mean = false;
  bool punctual = false;
  std::string plot;
  CLI::App app{"Fairness of a session, by who keeps its time"};
  app.add_option("--sessions", sessions, "how many circles to draw")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--seed", seed, "the same seed, the same circles")->capture_default_str();
  app.add_flag("--mean", mean, "everything that goes wrong is doubled");
  app.add_flag("--punctual", punctual, "each session begins on its hour");
  app.add_option("--plot", plot, "where to write the picture (SVG)");
  CLI11_PARSE(app, argc, argv);

  const auto agenda = testing::shipped_agenda("group-75");
  auto model = mean ? bench::meaner({}) : bench::Model{};
  if (punctual) model.starts_late = 0;
  const auto tallies = bench::compare(model, agenda, sessions, seed);
  const auto title = std::to_string(sessions) + (punctual ? " punctual" : "") +
                     (mean ? " meaner" : "") + " sessions of " + agenda.name + ", seed " +
                     std::to_string(seed);
  std::cout << title << "\n\n" << bench::table_of(tallies);
  if (!plot.empty()) {
    std::ofstream file(plot);
    file << bench::plot_of(tallies, title) << std::flush;
    if (!file) {
      std::cerr << "cannot write " << plot << '\n';
      return 1;
    }
    std::cout << "\nplot: " << plot << '\n';
  }
}
