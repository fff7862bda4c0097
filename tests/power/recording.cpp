#include "tests/power/recording.h"

namespace turnkeeper::testing {

std::string told(const Operation& operation) {
  const std::string file = "file " + std::to_string(operation.file);
  switch (operation.kind) {
    case Operation::Kind::create:
      return "create " + operation.name + " as " + file;
    case Operation::Kind::write:
      return "write " + std::to_string(operation.bytes.size()) + " bytes at " +
             std::to_string(operation.offset) + " of " + file;
    case Operation::Kind::truncate:
      return "truncate " + file + " to " + std::to_string(operation.offset) + " bytes";
    case Operation::Kind::sync:
      return "sync " + file;
    case Operation::Kind::failed_sync:
      return "fail to sync " + file;
    case Operation::Kind::remove:
      return "remove " + operation.name + ", " + file;
    case Operation::Kind::sync_directory:
      return "sync the directory";
  }
  return {};
}

}  // namespace turnkeeper::testing
