#include "tests/power/image_check.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>

#include "store/store_error.h"
#include "store/verify.h"

namespace turnkeeper::testing {

namespace fs = std::filesystem;

namespace {

std::string told(const Rows& rows) {
  return std::to_string(rows.events) + " events, " + std::to_string(rows.words) + " words (" +
         std::to_string(rows.erased) + " erased), " + std::to_string(rows.changes) +
         " changes and " + std::to_string(rows.credentials) + " credentials";
}

/// Either exactly what was acknowledged is there, or with it the whole transaction that was on its
/// way.
std::string fault_in_contents(const Contents& found, const StoreRun& run, std::size_t told_of) {
  const Rows& least = run.acknowledged[told_of].rows;
  const bool one_more =
      told_of + 1 < run.acknowledged.size() && found.rows == run.acknowledged[told_of + 1].rows;
  if (found.rows != least && !one_more) {
    return "There are " + told(found.rows) + " instead of the " + told(least) +
           " that were acknowledged.";
  }
  if (found.events.size() > run.events.size()) return "There are more events than were appended.";
  for (std::size_t i = 0; i < found.events.size(); ++i) {
    EventKey expected = run.events[i];
    // What was refused while it was on its way may be there after all, and was salted otherwise
    // when it was appended again.
    const bool refused = run.refusals > 0 && i >= static_cast<std::size_t>(least.events);
    if (refused) expected.hash = found.events[i].hash;
    if (found.events[i] != expected) {
      return "Event " + std::to_string(i + 1) + " is seq " + std::to_string(found.events[i].seq) +
             " of " + found.events[i].stream + " and not seq " + std::to_string(expected.seq) +
             " of " + expected.stream + " as it was appended.";
    }
  }
  return {};
}

std::string fault_in_erasure(const fs::path& folder, const std::vector<std::string>& erased) {
  if (erased.empty()) return {};
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream),
                            std::istreambuf_iterator<char>()};
    for (const auto& text : erased) {
      const std::boyer_moore_horspool_searcher searcher(text.begin(), text.end());
      if (std::search(bytes.begin(), bytes.end(), searcher) != bytes.end()) {
        return "The words \"" + text + "\" were erased, and are in " +
               entry.path().filename().string() + " again.";
      }
    }
  }
  return {};
}

}  // namespace

std::string fault_in_image(const fs::path& folder, const StoreRun& run, std::size_t point) {
  const auto after = std::find_if(run.acknowledged.begin(), run.acknowledged.end(),
                                  [&](const auto& each) { return each.at > point; });
  const auto told_of = static_cast<std::size_t>(after - run.acknowledged.begin()) - 1;
  try {
    const store::Database database(folder);
    SQLite::Database reader(database.file().string(), SQLite::OPEN_READONLY);
    const std::string integrity = reader.execAndGet("PRAGMA integrity_check").getString();
    if (integrity != "ok") return "SQLite finds the database damaged: " + integrity + ".";
    const auto verified = store::verify(database.file());
    if (!verified.whole()) {
      const store::Fault& first = verified.faults.listed().front();
      return "The store does not verify: " + first.stream + " " + std::to_string(first.seq) + ": " +
             first.why;
    }
    auto fault = fault_in_contents(contents_of(database.file()), run, told_of);
    return fault.empty() ? fault_in_erasure(folder, run.acknowledged[told_of].erased) : fault;
  } catch (const std::exception& error) {
    // A first start whose syncs fail can leave anything, and nobody was told of anything yet.
    const bool first_start = run.struck && run.acknowledged[told_of].rows == Rows{};
    if (first_start && dynamic_cast<const store::StoreError*>(&error) != nullptr) return {};
    return std::string{"The database does not open: "} + error.what();
  }
}

void write_image(const Image& image, const fs::path& folder) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  for (const auto& [name, bytes] : image.files) {
    std::ofstream(folder / name, std::ios::binary) << bytes;
  }
}

}  // namespace turnkeeper::testing
