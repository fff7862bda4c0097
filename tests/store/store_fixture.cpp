#include "store_fixture.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "protocol/agenda_codec.h"
#include "protocol/circle_codec.h"

namespace turnkeeper::store {

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "turnkeeper-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Writer::Post Pump::post() {
  return [this](std::function<void()> function) {
    const std::lock_guard lock(mutex_);
    functions_.push_back(std::move(function));
    came_.notify_one();
  };
}

void Pump::run_until(const std::function<bool()>& done) {
  while (!done()) {
    std::unique_lock lock(mutex_);
    const bool came =
        came_.wait_for(lock, std::chrono::seconds{60}, [this] { return !functions_.empty(); });
    if (!came) FAIL("the writer has not answered for a minute");
    auto function = std::move(functions_.front());
    functions_.pop_front();
    lock.unlock();
    function();
  }
}

bool Pump::idle() {
  const std::lock_guard lock(mutex_);
  return functions_.empty();
}

AppendOutcome append(Writer& writer, Pump& pump, std::vector<StreamAppend> appends) {
  std::optional<AppendOutcome> answer;
  writer.append(std::move(appends), [&](AppendOutcome outcome) { answer = outcome; });
  pump.run_until([&] { return answer.has_value(); });
  return *answer;
}

AppendOutcome append(Writer& writer, Pump& pump, StreamAppend append) {
  std::vector<StreamAppend> appends{std::move(append)};
  return store::append(writer, pump, std::move(appends));
}

AppendOutcome probe(Writer& writer, Pump& pump) {
  std::optional<AppendOutcome> answer;
  writer.probe([&](AppendOutcome outcome) { answer = outcome; });
  pump.run_until([&] { return answer.has_value(); });
  return *answer;
}

namespace {

Record record_of(const core::CircleEventBody& body, std::vector<core::Words> words = {}) {
  return Record{kSixOClock, std::string{protocol::event_name(body)}, std::nullopt,
                protocol::journal_data(body).dump(), std::move(words)};
}

StreamAppend to_circle(const std::string& circle, std::uint64_t expected_seq, Record record) {
  StreamAppend append;
  append.kind = StreamKind::circle;
  append.stream = circle;
  append.circle = core::CircleId{circle};
  append.expected_seq = expected_seq;
  append.records.push_back(std::move(record));
  return append;
}

}  // namespace

StreamAppend new_circle(const std::string& circle, const std::string& name) {
  const core::WordsId words{circle + "-w1"};
  return to_circle(circle, 0,
                   record_of(core::CircleCreated{core::CircleId{circle}, words,
                                                 *protocol::shipped_agenda("quick-15")},
                             {{words, name}}));
}

StreamAppend issued_link(const std::string& circle, std::uint64_t expected_seq) {
  return to_circle(circle, expected_seq, record_of(core::CircleLinkIssued{core::LinkKind::invite}));
}

StreamAppend seated_member(const std::string& circle, std::uint64_t expected_seq,
                           const std::string& member, const std::string& name) {
  core::CircleMember seat;
  seat.id = core::MemberId{member};
  seat.seated = true;
  seat.name = core::WordsId{circle + "-" + member};
  return to_circle(circle, expected_seq,
                   record_of(core::CircleMemberSeated{seat, ""}, {{seat.name, name}}));
}

void tamper(const std::filesystem::path& file, const std::string& sql) {
  SQLite::Database(file.string(), SQLite::OPEN_READWRITE, 5'000).exec(sql);
}

std::string ask(const std::filesystem::path& file, const std::string& sql) {
  return SQLite::Database(file.string(), SQLite::OPEN_READONLY, 5'000).execAndGet(sql).getString();
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::set<std::string> names_in(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

unsigned permissions_of(const std::filesystem::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

void copy_as_crashed(const std::filesystem::path& file, const std::filesystem::path& to) {
  for (const char* suffix : {"", "-wal"}) {
    std::filesystem::copy_file(file.string() + suffix, to.string() + suffix);
  }
}

std::string complaint(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::exception& exception) {
    return exception.what();
  }
  return {};
}

}  // namespace turnkeeper::store
