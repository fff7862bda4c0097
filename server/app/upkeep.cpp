#include "app/upkeep.h"

#include <ostream>
#include <string>

#include "app/termination.h"
#include "store/backup.h"
#include "store/restore.h"
#include "store/verify.h"

namespace turnkeeper::app {
namespace {

namespace fs = std::filesystem;

/// 4,512
std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t place = text.size(); place > 3;) text.insert(place -= 3, ",");
  return text;
}

std::string counted(std::uint64_t number, const std::string& noun) {
  return grouped(number) + " " + noun + (number == 1 ? "" : "s");
}

std::string content_of(const store::Verified& verified) {
  return counted(verified.sessions, "session") + ", " + counted(verified.circles, "circle") + ", " +
         counted(verified.events, "event");
}

std::string line_of(const store::Fault& fault) {
  if (fault.stream.empty()) return fault.why;
  const std::string event = fault.seq == 0 ? "" : ", event " + std::to_string(fault.seq);
  return "Stream " + fault.stream + event + ": " + fault.why;
}

}  // namespace

bool back_up(const fs::path& data, const fs::path& file, std::ostream& out, std::ostream& error) {
  const Termination termination;
  const auto size = store::back_up(data, file, [&] { return termination.asked_for(); });
  out << "The data of " << data.string() << " are saved in " << file.string() << ", "
      << counted(size, "byte") << ".\n";
  const store::Verified saved = store::verify(file);
  if (saved.whole()) return true;
  error << "They are not as they were written, and `restore` will refuse them; `check` says more. "
        << line_of(saved.faults.listed().front()) << '\n';
  return false;
}

void restore(const fs::path& file, const fs::path& data, std::ostream& out) {
  const store::Restored restored = store::restore(file, data);
  out << file.string() << " is restored in " << data.string() << ": "
      << content_of(restored.content) << ".\n";
  if (restored.kept_aside) {
    out << "What was there is kept as " << restored.kept_aside->string() << ".\n";
  }
}

bool check(const fs::path& data, std::ostream& out, std::ostream& error) {
  const store::Verified verified = store::verify(store::database_in(data));
  if (verified.whole()) {
    out << content_of(verified) << ": all is as it was written.\n";
    return true;
  }
  for (const store::Fault& fault : verified.faults.listed()) error << line_of(fault) << '\n';
  if (verified.faults.more() > 0) {
    error << "And " << counted(verified.faults.more(), "more fault") << ".\n";
  }
  return false;
}

}  // namespace turnkeeper::app
