#include "tests/power/disk.h"

#include <algorithm>

namespace turnkeeper::testing {

namespace {

using Kind = Operation::Kind;

bool is_of_directory(const Operation& operation) {
  return operation.kind == Kind::create || operation.kind == Kind::remove;
}

bool is_of_file(const Operation& operation, std::size_t file) {
  return !is_of_directory(operation) && operation.file == file;
}

void overwrite(std::string& file, std::size_t offset, std::string_view bytes) {
  if (file.size() < offset + bytes.size()) file.resize(offset + bytes.size(), '\0');
  file.replace(offset, bytes.size(), bytes);
}

}  // namespace

const char* name_of(Mode mode) {
  switch (mode) {
    case Mode::prefix:
      return "prefix";
    case Mode::subset:
      return "subset";
    case Mode::torn:
      return "torn";
  }
  return "";
}

Disk::Disk(const Recording& recording, std::uint64_t seed) : recording_(recording), dice_(seed) {
  for (const auto& [name, bytes] : recording.before) {
    confirmed_.names[name] = confirmed_.files.size();
    confirmed_.files.push_back(bytes);
  }
}

void Disk::go_to(std::size_t point) {
  for (; point_ < point; ++point_) {
    const Operation& next = recording_.operations.at(point_);
    switch (next.kind) {
      case Kind::sync:
        confirm([&](const Operation& operation) { return is_of_file(operation, next.file); });
        break;
      case Kind::sync_directory:
        confirm(is_of_directory);
        break;
      case Kind::failed_sync:
        lose_some_of(next.file);
        break;
      default:
        unconfirmed_.push_back(&next);
    }
  }
}

template <class Chosen>
void Disk::confirm(Chosen chosen) {
  std::erase_if(unconfirmed_, [&](const Operation* operation) {
    if (!chosen(*operation)) return false;
    happen(confirmed_, *operation);
    return true;
  });
}

/// After a sync that failed the system takes the pages for clean: what is lost stays lost, and the
/// next sync says that all is well.
void Disk::lose_some_of(std::size_t file) {
  std::erase_if(unconfirmed_, [&](const Operation* operation) {
    if (!is_of_file(*operation, file)) return false;
    if (dice_.chance(50)) happen(confirmed_, *operation);
    return true;
  });
}

void Disk::happen(State& state, const Operation& operation) {
  if (state.files.size() <= operation.file) state.files.resize(operation.file + 1);
  std::string& file = state.files[operation.file];
  switch (operation.kind) {
    case Kind::create:
      state.names[operation.name] = operation.file;
      break;
    case Kind::remove:
      state.names.erase(operation.name);
      break;
    case Kind::write:
      overwrite(file, static_cast<std::size_t>(operation.offset), operation.bytes);
      break;
    case Kind::truncate:
      file.resize(static_cast<std::size_t>(operation.offset), '\0');
      break;
    case Kind::sync:
    case Kind::failed_sync:
    case Kind::sync_directory:
      break;
  }
}

/// Whether all of the write is there.
bool Disk::happen_in_part(State& state, const Operation& operation, std::size_t sector,
                          Dice& dice) {
  if (state.files.size() <= operation.file) state.files.resize(operation.file + 1);
  std::string& file = state.files[operation.file];
  const std::string_view bytes = operation.bytes;
  bool whole = true;
  for (std::size_t done = 0; done < bytes.size();) {
    const auto offset = static_cast<std::size_t>(operation.offset) + done;
    const auto piece = bytes.substr(done, sector - offset % sector);
    done += piece.size();
    const int fate = dice.between(1, 4);
    whole = whole && fate <= 2;
    if (fate <= 2) overwrite(file, offset, piece);
    if (fate == 3) overwrite(file, offset, std::string(piece.size(), '\0'));
  }
  return whole;
}

Image Disk::cut(Mode mode, Dice& dice) const {
  Image image;
  State state = confirmed_;
  image.unconfirmed = unconfirmed_.size();
  const std::size_t first = dice.below(unconfirmed_.size() + 1);
  const std::size_t sector = dice.chance(50) ? 512 : 4096;
  const int kept = dice.pick(std::vector<int>{10, 50, 90});
  for (std::size_t i = 0; i < unconfirmed_.size(); ++i) {
    const Operation& operation = *unconfirmed_[i];
    bool there = mode == Mode::prefix ? i < first : dice.chance(kept);
    const char* fate = there ? "" : "lost: ";
    if (mode == Mode::torn && operation.kind == Kind::write) {
      there = happen_in_part(state, operation, sector, dice);
      fate = there ? "" : "torn: ";
    } else if (there) {
      happen(state, operation);
    }
    if (!there) ++image.lost;
    image.story.append(fate).append(told(operation)).append("\n");
  }
  for (const auto& [name, file] : state.names) {
    image.files[name] = file < state.files.size() ? state.files[file] : std::string();
  }
  return image;
}

bool Disk::is_being_written(const std::string& name) const {
  const auto found = confirmed_.names.find(name);
  return found != confirmed_.names.end() &&
         std::any_of(unconfirmed_.begin(), unconfirmed_.end(), [&](const Operation* operation) {
           return is_of_file(*operation, found->second);
         });
}

}  // namespace turnkeeper::testing
