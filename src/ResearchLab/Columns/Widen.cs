namespace ResearchLab.Columns;

internal readonly struct Widen : IArrowConversion<sbyte, int>, IArrowConversion<short, int>, IArrowConversion<byte, int>, IArrowConversion<ushort, int>,
    IArrowConversion<uint, long>
{
    public int From(sbyte value) => value;

    public int From(short value) => value;

    public int From(byte value) => value;

    public int From(ushort value) => value;

    public long From(uint value) => value;
}
