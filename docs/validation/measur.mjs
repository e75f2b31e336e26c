// Run the peer, DOE's MEASUR Tools Suite, and write every figure the page compares with.
//   npm install --prefix FOLDER measur-tools-suite@1.2.5
//   node docs/validation/measur.mjs FOLDER > docs/validation/measur_values.csv
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const folder = join(resolve(process.argv[2] ?? '.'), 'node_modules', 'measur-tools-suite');
const version = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
const measur = await start();

// The package is built for a browser: give it a window and its own file as the web would.
async function start() {
  const binary = readFileSync(join(folder, 'bin', 'client.wasm'));
  const body = binary.buffer.slice(binary.byteOffset, binary.byteOffset + binary.byteLength);
  globalThis.window = globalThis;
  globalThis.fetch = async () => ({ ok: true, arrayBuffer: async () => body });
  WebAssembly.instantiateStreaming = undefined;
  Object.defineProperty(process, 'versions', { value: { ...process.versions, bun: '1' } });
  process.type = 'renderer';
  console.error = () => {};
  console.warn = () => {};
  const load = createRequire(import.meta.url)(join(folder, 'bin', 'client.js'));
  return (load.default ?? load)({ locateFile: (name) => `http://local/${name}` });
}

const rows = [];

function record(name, inputs, quantity, value, unit) {
  const words = Object.entries(inputs).map(([key, given]) => `${key}=${given}`).join(';');
  rows.push([name, words, quantity, Number(value.toPrecision(12)), unit, version].join(','));
}

// Call a method of a short-lived object of the package and free it.
function once(object, use) {
  try {
    return use(object);
  } finally {
    object.delete();
  }
}

const { ENERGY_EFFICIENT, PREMIUM } = measur.MotorEfficiencyClass;
const { FREQ60 } = measur.LineFrequency;
const VOLTS = 460;
// Rated speeds at which the package takes the motor for one of 2, 4, 6 or 8 poles.
const RPM = { 2: 3560, 4: 1770, 6: 1175, 8: 880 };

function efficiency(kind, poles, hp, load) {
  return once(new measur.MotorEfficiency(FREQ60, RPM[poles], kind, hp),
    (motor) => motor.calculate(load, 0));
}

function nemaTables() {
  const motors = once(new measur.DefaultData(), (data) => data.getMotorData());
  for (let index = 0; index < motors.size(); index += 1) {
    once(motors.get(index), (motor) => {
      const table = motor.getNemaTable();
      if (motor.getEnclosureType() !== 'TEFC' || !/^Table 12-1[12]$/.test(table)) return;
      const inputs = { table: table.slice(6), poles: motor.getPoles(), hp: motor.getHp() };
      record('nema_table', inputs, 'efficiency', motor.getNominalEfficiency(), 'percent');
    });
  }
  return motors;
}

function premiumCurve(motors) {
  for (let index = 0; index < motors.size(); index += 1) {
    once(motors.get(index), (motor) => {
      if (motor.getEnclosureType() !== 'TEFC' || motor.getNemaTable() !== 'Table 12-12') return;
      const inputs = { poles: motor.getPoles(), hp: motor.getHp() };
      const found = efficiency(PREMIUM, inputs.poles, inputs.hp, 1);
      record('premium_curve', inputs, 'efficiency', found * 100, 'percent');
    });
  }
}

const SIZES_HP = [1, 3, 10, 20, 50, 100, 200];
const LOADS = [0.25, 0.5, 0.75, 1, 1.25];

function partLoad() {
  for (const poles of [2, 4, 6, 8]) {
    for (const hp of SIZES_HP) {
      for (const load of LOADS) {
        const inputs = { poles, hp, load };
        const found = efficiency(ENERGY_EFFICIENT, poles, hp, load);
        record('part_load', inputs, 'efficiency', found, 'fraction');
      }
    }
  }
}

function currentAndPowerFactor() {
  for (const poles of [2, 4, 6, 8]) {
    for (const hp of [5, 20, 50, 100]) {
      const full = once(new measur.EstimateFLA(hp, RPM[poles], FREQ60, ENERGY_EFFICIENT, 0, VOLTS),
        (motor) => motor.getEstimatedFLA());
      for (const load of [0.25, 0.5, 0.75, 1]) {
        const inputs = { poles, hp, load };
        const found = once(new measur.MotorPerformance(
          FREQ60, RPM[poles], ENERGY_EFFICIENT, hp, 0, load, VOLTS, full,
        ), (motor) => motor.calculate());
        // All three come back in percent, the current of the full-load current.
        record('motor_performance', inputs, 'current', found.current / 100, 'of full load');
        record('motor_performance', inputs, 'efficiency', found.efficiency / 100, 'fraction');
        record('motor_performance', inputs, 'power_factor', found.powerFactor / 100, 'fraction');
      }
    }
  }
}

// A pump measured at its motor: the package looks for the load that draws the power or current.
function measuredLoad() {
  const { POWER, CURRENT } = measur.LoadEstimationMethod;
  for (const [hp, poles] of [[10, 4], [20, 2], [50, 4], [100, 6]]) {
    const nominal = efficiency(ENERGY_EFFICIENT, poles, hp, 1);
    const full = once(new measur.EstimateFLA(hp, RPM[poles], FREQ60, ENERGY_EFFICIENT, 0, VOLTS),
      (motor) => motor.getEstimatedFLA());
    for (const share of [0.4, 0.6, 0.8, 1]) {
      const kw = Number((share * hp * 0.7457 / nominal).toFixed(4));
      const amps = Number((share * full).toFixed(4));
      for (const [name, method, read] of [['power', POWER, kw], ['current', CURRENT, amps]]) {
        const pump = new measur.PumpResultInput(measur.PumpStyle.END_SUCTION_ANSI_API, 0.7,
          RPM[poles], measur.Drive.DIRECT_DRIVE, 1, 1, 1, measur.SpecificSpeed.FIXED_SPEED, 1);
        const motor = new measur.Motor(FREQ60, hp, RPM[poles], ENERGY_EFFICIENT, 0, VOLTS, full, 0);
        const field = new measur.PumpFieldData(500, 100, method, kw, amps, VOLTS);
        const found = once(new measur.PumpResult(pump, motor, field, 8760, 0.1),
          (result) => result.calculateExisting());
        const inputs = { by: name, hp, poles, read, full_amps: full.toFixed(4), nominal: nominal.toFixed(6) };
        record('measured_load', inputs, 'load', found.load_factor, 'fraction');
        [pump, motor, field].forEach((part) => part.delete());
      }
    }
  }
}

function belts() {
  const kinds = { v_belt: 'V_BELT_DRIVE', cogged_belt: 'N_V_BELT_DRIVE', synchronous_belt: 'S_BELT_DRIVE' };
  for (const [belt, drive] of Object.entries(kinds)) {
    for (const hp of [1, 5, 10, 20, 50, 100]) {
      const found = once(new measur.MoverShaftPower(hp, measur.Drive[drive], 1), (shaft) => shaft.calculate());
      record('belt', { belt, motor_hp: hp }, 'delivered', found.moverShaftPower, 'hp');
    }
  }
}

function compressedAir() {
  for (const [cubicFeet, seconds] of [[0.68, 12], [1, 30], [3, 20]]) {
    const input = { operatingTime: 8760, bagFillTime: seconds, bagVolume: cubicFeet };
    const found = measur.calculateBagMethod(input);
    record('leak_bag', { ft3: cubicFeet, seconds }, 'leak', found.flowRate, 'scfm');
  }
  for (const [inches, psi, atmosphere, degF, share] of [
    [0.25, 100, 14.7, 70, 1], [0.125, 90, 14.7, 90.33, 0.65], [0.0625, 110, 14.7, 80, 0.61],
    [0.125, 100, 10.83, 70, 0.61]]) {
    const input = {
      operatingTime: 8760, airTemp: degF, atmPressure: atmosphere, dischargeCoef: share,
      diameter: inches, supplyPressure: psi, numOrifices: 1,
    };
    const found = measur.calculateOrificeMethod(input);
    const inputs = { inches, psi, atmosphere_psi: atmosphere, degF, coefficient: share };
    record('leak_orifice', inputs, 'leak', found.leakRateEstimate, 'scfm');
  }
  for (const [now, needed, atmosphere] of [
    [100, 90, 14.7], [110, 87, 14.7], [100, 100, 10.83], [100, 90, 10.83]]) {
    const input = {
      isBaseline: false, hoursPerYear: 1, electricityCost: 0.1, compressorPower: 100,
      pressure: now, proposedPressure: needed, atmosphericPressure: atmosphere, pressureRated: now,
    };
    const list = new measur.CompressedAirPressureReductionInputV();
    list.push_back(input);
    const found = measur.compressedAirPressureReduction(list);
    const inputs = { psi: now, needed_psi: needed, atmosphere_psi: atmosphere };
    record('air_pressure', inputs, 'power', found.energyUse / 100, 'of present power');
    list.delete();
  }
  for (const flow of [0.25, 0.5, 0.75, 1]) {
    const found = once(new measur.ModulationWithoutUnloadCompressor(100, 500, 70),
      (compressor) => compressor.calculateFromCapacityFraction(flow).powerFraction);
    record('modulation', { flow, power_at_no_flow: 0.7 }, 'power', found, 'of full-flow power');
  }
}

function fansAndPumps() {
  const { VSD, None } = measur.MotorControlType;
  for (const flow of [50, 60, 80, 100]) {
    const found = once(new measur.FanAffinityLaws(0.1, 100, 100, 100, 1000, 10, 1000, None, VSD,
      measur.FlowMode.Percent, flow), (fan) => fan.calculate());
    record('fan_speed', { flow: flow / 100 }, 'power', found.annualEnergyNew / 10000, 'of full-flow power');
  }
}

function powerFactors() {
  const mode = measur.PowerFactorModeType.RealPower_PowerFactor;
  for (const [kw, before, after] of [[87, 0.87, 0.95], [388.8, 0.8, 0.95], [250, 0.6, 0.9], [100, 0.7, 0.9]]) {
    const found = once(new measur.PowerFactor(), (tool) => tool.calculate(mode, kw, before, after));
    const inputs = { kw, power_factor: before, target: after };
    record('power_factor', inputs, 'capacitors', found.proposedCapacitance, 'kvar');
  }
}

function lamps() {
  const list = once(new measur.DefaultData(), (data) => data.getLightingData());
  const wanted = new Set(['250-W Metal Halide', '250-W HP Sodium', '250-W MV', '2-lamp 40-W T12']);
  for (let index = 0; index < list.size(); index += 1) {
    once(list.get(index), (lamp) => {
      if (!wanted.has(lamp.type())) return;
      const light = lamp.lampOutput() * lamp.lumenDegradationFactor();
      const watts = lamp.lampWattage() * lamp.ballastFactor();
      record('lamp', { lamp: lamp.type() }, 'maintained light', light / watts, 'lm per W');
    });
  }
}

premiumCurve(nemaTables());
partLoad();
currentAndPowerFactor();
measuredLoad();
belts();
compressedAir();
fansAndPumps();
powerFactors();
lamps();
process.stdout.write(`case,inputs,quantity,value,unit,version\n${rows.join('\n')}\n`);
