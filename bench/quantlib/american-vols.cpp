// Implied volatilities of American options by QuantLib: its high-precision QdFp engine under Brent's method, for the test of chain cleaning.
// Reads lines right,spot,strike,days,rate,yield,price and writes them with the volatility.
// g++ -O2 -w -o vols american-vols.cpp -lQuantLib && ./vols < quotes.csv
#include <ql/quantlib.hpp>
#include <cstdio>

using namespace QuantLib;

int main() {
    Date today(1, January, 2020);
    Settings::instance().evaluationDate() = today;
    DayCounter days = Actual365Fixed();
    char right;
    double spot, strike, r, q, price;
    int life;
    while (std::scanf(" %c,%lf,%lf,%d,%lf,%lf,%lf", &right, &spot, &strike, &life, &r, &q, &price) == 7) {
        auto vol = ext::make_shared<SimpleQuote>(0.3);
        auto process = ext::make_shared<BlackScholesMertonProcess>(
            Handle<Quote>(ext::make_shared<SimpleQuote>(spot)), Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, q, days)),
            Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, r, days)),
            Handle<BlackVolTermStructure>(ext::make_shared<BlackConstantVol>(today, NullCalendar(), Handle<Quote>(vol), days)));
        VanillaOption option(ext::make_shared<PlainVanillaPayoff>(right == 'C' ? Option::Call : Option::Put, strike), ext::make_shared<AmericanExercise>(today, today + life));
        option.setPricingEngine(ext::make_shared<QdFpAmericanEngine>(process, QdFpAmericanEngine::highPrecisionScheme()));
        Brent solver;
        solver.setMaxEvaluations(300);
        double found = solver.solve([&](double v) { vol->setValue(v); return option.NPV() - price; }, 1e-12, 0.3, 0.01, 4.0);
        std::printf("%c,%g,%g,%d,%g,%g,%g,%.9f\n", right, spot, strike, life, r, q, price, found);
    }
}
