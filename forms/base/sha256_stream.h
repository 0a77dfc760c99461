// SPDX-License-Identifier: Apache-2.0
// A hash of what never is in memory as a whole.
#pragma once

#include "forms/base/crypto.h"

#include <memory>

namespace bedside {

/// SHA-256 of what comes piece by piece.
class Sha256Stream {
public:
    Sha256Stream();
    Sha256Stream(Sha256Stream&&) noexcept;
    Sha256Stream& operator=(Sha256Stream&&) noexcept;
    ~Sha256Stream();
    void add(std::string_view piece);
    /// Of everything added; nothing may be added after.
    Digest digest();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace bedside
