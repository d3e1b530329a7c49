// Options on a stock with cash dividends by QuantLib's finite differences (spot model), as the test of DividendOption has them.
// g++ -O2 -w -o dividends dividends.cpp -lQuantLib && ./dividends
#include <ql/quantlib.hpp>
#include <cstdio>

using namespace QuantLib;

int main() {
    Date today(1, January, 2020);
    Settings::instance().evaluationDate() = today;
    DayCounter days = Actual365Fixed();
    struct Case { char right; bool american; double strike, vol; int life; double rate; std::vector<std::pair<int, double>> dividends; };
    std::vector<Case> cases = {
        {'C', false, 100, 0.3, 365, 0.06, {{182, 7.0}}}, {'C', true, 100, 0.3, 365, 0.06, {{182, 7.0}}}, {'P', false, 100, 0.3, 365, 0.06, {{182, 7.0}}},
        {'P', true, 100, 0.3, 365, 0.06, {{182, 7.0}}}, {'C', true, 90, 0.2, 365, 0.05, {{45, 1.2}, {136, 1.2}, {227, 1.2}, {318, 1.2}}},
        {'P', true, 110, 0.2, 365, 0.05, {{45, 1.2}, {136, 1.2}, {227, 1.2}, {318, 1.2}}}, {'C', true, 80, 0.15, 60, 0.02, {{50, 2.5}}},
        {'P', true, 120, 0.4, 730, 0.01, {{100, 3.0}, {280, 3.0}, {460, 3.0}, {640, 3.0}}}, {'C', true, 100, 0.25, 180, 0.0, {{170, 4.0}}},
        {'P', true, 95, 0.25, 90, 0.08, {{10, 5.0}}},
    };
    for (const Case& c : cases) {
        auto process = ext::make_shared<BlackScholesMertonProcess>(
            Handle<Quote>(ext::make_shared<SimpleQuote>(100.0)), Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, 0.0, days)),
            Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, c.rate, days)),
            Handle<BlackVolTermStructure>(ext::make_shared<BlackConstantVol>(today, NullCalendar(), c.vol, days)));
        ext::shared_ptr<Exercise> exercise;
        if (c.american) exercise = ext::make_shared<AmericanExercise>(today, today + c.life);
        else exercise = ext::make_shared<EuropeanExercise>(today + c.life);
        std::vector<Date> dates;
        std::vector<Real> cash;
        for (auto& d : c.dividends) { dates.push_back(today + d.first); cash.push_back(d.second); }
        std::printf("%c %d %.0f", c.right, c.american, c.strike);
        for (int n : {1000, 2000, 4000}) {
            DividendVanillaOption option(ext::make_shared<PlainVanillaPayoff>(c.right == 'C' ? Option::Call : Option::Put, c.strike), exercise, dates, cash);
            option.setPricingEngine(ext::make_shared<FdBlackScholesVanillaEngine>(process, n, n, 2, FdmSchemeDesc::CrankNicolson(), false, -Null<Real>(), FdBlackScholesVanillaEngine::Spot));
            std::printf(" %.6f", option.NPV());
        }
        std::printf("\n");
    }
}
